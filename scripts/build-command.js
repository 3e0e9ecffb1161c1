// Builds the command line for `npx pareidolia` into dist-node/: one module that needs Node, the models, and of npm only what is optional.
import { copyFile } from 'node:fs/promises';
import { build } from 'vite';

/** Loaded when they are needed: native code of their own. */
const outside = ['sharp', 'webgpu'];

await build({
  configFile: false,
  logLevel: 'warn',
  publicDir: false,
  // Else the packages would stay outside, and an installed pareidolia would bring all of the page's along.
  ssr: { noExternal: true, external: outside },
  build: {
    target: 'node20',
    ssr: 'src/node/bin.ts',
    outDir: 'dist-node',
    emptyOutDir: true,
    minify: false,
    license: { fileName: 'licences.md' },
    rolldownOptions: { output: { entryFileNames: 'pareidolia.js', codeSplitting: false } },
  },
});
await copyFile('node_modules/nsfwjs/LICENSE', 'dist-node/licence-of-the-weights.txt');
// tfjs's packages name this licence without bringing its text along.
await copyFile('node_modules/typescript/LICENSE.txt', 'dist-node/apache-2.0.txt');
