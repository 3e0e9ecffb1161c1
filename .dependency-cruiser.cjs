/** The import table of docs/architecture.md. */

/** npm packages and parts of Node, as dependency-cruiser resolves them. */
const packages = '(^|/)node_modules/';
const only = (...names) => `node_modules/(${names.map((name) => name.replace('/', '\\/')).join('|')})/`;
const outside = (room) => ({ path: '^src/', pathNot: `^src/${room}/` });

/** From a room, only these parts of src, besides itself. */
function rooms(name, from, to, comment) {
  return { name: `${name}-rooms`, comment, severity: 'error', from: { path: from }, to: { path: '^src/', pathNot: [from, ...to] } };
}

/** From a room, only these npm packages. */
function npm(name, from, names) {
  const comment = names.length === 0 ? 'No npm package.' : `Of npm only ${names.join(', ')}.`;
  return {
    name: `${name}-packages`,
    comment,
    severity: 'error',
    from,
    to: { path: packages, ...(names.length === 0 ? {} : { pathNot: only(...names) }) },
  };
}

const tfjs = ['@tensorflow/[^/]+'];
const files = '^src/engine/(network|fallback)/';

module.exports = {
  forbidden: [
    { name: 'no-cycles', comment: 'Two files that import each other are one idea.', severity: 'error', from: {}, to: { circular: true } },
    { name: 'resolvable', comment: 'The import leads nowhere.', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'engine-index-only',
      comment: 'Of the engine, others import index.ts only.',
      severity: 'error',
      from: outside('engine'),
      to: { path: '^src/engine/', pathNot: '^src/engine/index\\.ts$' },
    },
    {
      name: 'streams-index-only',
      comment: 'Of the streams, components and main import index.ts only.',
      severity: 'error',
      from: { path: '^src/(components/|main\\.ts)' },
      to: { path: '^src/streams/', pathNot: '^src/streams/index\\.ts$' },
    },
    {
      name: 'settings-are-pure',
      comment: 'Settings import nothing of ours but types.',
      severity: 'error',
      from: { path: '^src/streams/settings/' },
      to: { path: '^src/', pathNot: '^src/streams/settings/', dependencyTypesNot: ['type-only'] },
    },
    { ...rooms('settings', '^src/streams/settings/', ['^src/engine/index\\.ts$']) },
    rooms('engine', '^src/engine/', []),
    rooms('streams', '^src/streams/', ['^src/engine/index\\.ts$']),
    rooms('components', '^src/components/', ['^src/streams/index\\.ts$']),
    rooms('node', '^src/node/', ['^src/engine/index\\.ts$', '^src/streams/settings/']),
    npm('engine', { path: '^src/engine/', pathNot: files }, []),
    npm('engine-files', { path: files }, [...tfjs, 'h5wasm']),
    npm('streams', { path: '^src/streams/', pathNot: '^src/streams/settings/' }, ['rxjs', 'valibot', 'mediabunny']),
    npm('settings', { path: '^src/streams/settings/' }, ['valibot']),
    npm('components', { path: '^src/components/' }, [
      'lit',
      'lit-html',
      'lit-element',
      '@lit/[^/]+',
      '@awesome\\.me/webawesome',
      'lucide-static',
    ]),
    {
      name: 'page-without-node',
      comment: 'Only src/node runs in Node alone.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/node/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'src-alone',
      comment: 'The product does not import what tests or builds it.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|bench|scripts)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'browser', 'node', 'default', 'types'] },
  },
};
