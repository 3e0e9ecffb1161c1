import lit from 'eslint-plugin-lit';
import rxjs from 'eslint-plugin-rxjs-x';
import wc from 'eslint-plugin-wc';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const moduleState = {
  selector: 'Program > VariableDeclaration[kind="let"], Program > ExportNamedDeclaration > VariableDeclaration[kind="let"]',
  message: 'Module level holds constants only: put state in the class or function that owns it.',
};
const defaultExport = { selector: 'ExportDefaultDeclaration', message: 'Export by name.' };
const enumeration = { selector: 'TSEnumDeclaration', message: 'Use a union of strings.' };
const subscription = {
  selector: 'CallExpression[callee.property.name="subscribe"]',
  message: 'Subscribe in a scope, the dream loop or the Lit controller only, so that everything ends when its owner does.',
};

/** What only a page has. */
const page = ['document', 'window', 'localStorage', 'alert'].map((name) => ({
  name,
  message: 'The engine runs in workers and in Node too.',
}));
/** What sessions do for components. */
const effects = ['fetch', 'setTimeout', 'setInterval', 'requestAnimationFrame', 'localStorage', 'Worker'].map((name) => ({
  name,
  message: 'Components render values and call setters: do this behind the session.',
}));

export default defineConfig(
  { ignores: ['dist/', 'dist-node/', 'node_modules/', 'public/', 'test-results/', 'coverage/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  rxjs.configs.strict,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/prefer-readonly': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowNever: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      eqeqeq: 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      // It also forbids `void` as the type argument of a call.
      '@typescript-eslint/no-invalid-void-type': 'off',
      // A promise that rejects because nothing came says so itself.
      'rxjs-x/no-ignored-default-value': 'off',
      // An error that nobody handles is reported by RxJS to the page, where it is not lost.
      'rxjs-x/no-ignored-error': 'off',
      'rxjs-x/finnish': [
        'error',
        {
          functions: false,
          methods: false,
          parameters: false,
          properties: true,
          variables: false,
          names: { '^(behavior|source|sink)$': false },
        },
      ],
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      'max-lines': ['error', 400],
      'no-console': 'error',
      'no-restricted-syntax': ['error', moduleState, defaultExport, enumeration],
    },
  },
  { files: ['src/main.ts', 'src/node/**/*.ts'], rules: { 'no-console': 'off' } },
  { files: ['src/engine/**/*.ts', 'src/streams/worker/**/*.ts'], rules: { 'no-restricted-globals': ['error', ...page] } },
  {
    files: ['src/components/**/*.ts'],
    ...lit.configs['flat/recommended'],
  },
  {
    files: ['src/components/**/*.ts'],
    ...wc.configs['flat/best-practice'],
  },
  {
    files: ['src/components/**/*.ts'],
    rules: {
      'lit/no-invalid-escape-sequences': 'error',
      'lit/no-template-bind': 'error',
      'lit/no-this-assign-in-render': 'error',
      'lit/no-useless-template-literals': 'error',
      'lit/prefer-nothing': 'error',
      'lit/prefer-static-styles': 'error',
      'no-restricted-globals': ['error', ...effects],
      'no-restricted-properties': ['error', { object: 'navigator', property: 'mediaDevices' }, { object: 'navigator', property: 'gpu' }],
    },
  },
  {
    files: ['src/components/**/*.ts', 'src/main.ts'],
    ignores: ['src/components/**/*-controller.ts', 'src/components/observe.ts'],
    rules: { 'no-restricted-syntax': ['error', moduleState, defaultExport, enumeration, subscription] },
  },
  // The one class that is an observable with a value.
  { files: ['src/streams/behavior.ts'], rules: { 'rxjs-x/no-subclass': 'off' } },
  // JSDoc casts, which tsc checks, are invisible to these rules.
  {
    files: ['scripts/**/*.js'],
    rules: Object.fromEntries(
      ['argument', 'assignment', 'call', 'member-access', 'return'].map((what) => [`@typescript-eslint/no-unsafe-${what}`, 'off']),
    ),
  },
  // These are not part of the TypeScript project.
  { files: ['*.js', '*.cjs'], extends: [tseslint.configs.disableTypeChecked, { rules: rulesOff(rxjs.configs.strict) }] },
);

/** @param {{ rules?: object }} config */
function rulesOff(config) {
  return Object.fromEntries([...Object.keys(config.rules ?? {}), 'rxjs-x/finnish'].map((rule) => [rule, 'off']));
}
