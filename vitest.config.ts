import { availableParallelism } from 'node:os';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { chromiumLaunch } from './scripts/chromium-launch.js';
import { isolation } from './vite.config.ts';

function webAwesome(module: string): string {
  return `@awesome.me/webawesome/dist/components/${module}.js`;
}

/** What all tests in a browser need. */
const inBrowser = {
  // Set here: headers of a shared configuration do not reach a project's own server.
  server: { headers: isolation },
  // Found while tests run, these would reload the page under them.
  optimizeDeps: {
    include: [
      'lit',
      'lit/decorators.js',
      ...['if-defined', 'live', 'repeat', 'unsafe-html'].map((name) => `lit/directives/${name}.js`),
      ...['dropdown/dropdown', 'dropdown-item/dropdown-item', 'icon/library', 'option/option'].map(webAwesome),
      ...['select/select', 'slider/slider', 'switch/switch', 'tooltip/tooltip'].map(webAwesome),
      'mediabunny',
      'rxjs',
      'valibot',
      '@jax-js/jax',
      '@tensorflow/tfjs-core',
      '@tensorflow/tfjs-core/dist/register_all_gradients',
      '@tensorflow/tfjs-backend-webgpu',
    ],
  },
};

/** Of tests in a browser. */
const patient = {
  // Without a GPU a step through InceptionV3 takes seconds.
  testTimeout: 240_000,
  hookTimeout: 120_000,
  // One GPU process draws for all pages: side by side they only slow each other.
  fileParallelism: false,
};

function chromium() {
  return {
    enabled: true,
    headless: true,
    screenshotFailures: false,
    provider: playwright({ launchOptions: chromiumLaunch() }),
    instances: [{ browser: 'chromium' as const }],
  };
}

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'node',
          include: ['test/node/**/*.test.ts'],
          environment: 'node',
          testTimeout: 30_000,
          // One more than Vitest would take: nothing else runs beside them.
          maxWorkers: availableParallelism(),
          sequence: { groupOrder: 0 },
        },
      },
      {
        ...inBrowser,
        test: {
          ...patient,
          name: 'gpu',
          include: ['test/browser/{bench,dream,engine,frames,still}/**/*.test.ts'],
          setupFiles: ['test/support/frames/release.ts'],
          // One page for all of them, and in it one device.
          isolate: false,
          sequence: { groupOrder: 1 },
          browser: chromium(),
        },
      },
      {
        ...inBrowser,
        test: {
          ...patient,
          name: 'pages',
          include: ['test/browser/{components,streams}/**/*.test.ts', 'test/browser/*.test.ts'],
          sequence: { groupOrder: 2 },
          browser: chromium(),
        },
      },
    ],
  },
});
