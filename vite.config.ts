import { defineConfig } from 'vite';

/** The page must be cross-origin isolated: only then are clocks exact and buffers shareable. */
export const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

export default defineConfig({
  build: { target: 'es2023' },
  // Not the bench's page: what only that needs is of no use to the app's server.
  optimizeDeps: { entries: ['index.html'] },
  // tfjs, which reads the weights, stays apart: it is cached while our own code changes.
  worker: { format: 'es', rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'tfjs', test: /@tensorflow/ }] } } } },
  server: { headers: isolation },
  preview: { headers: isolation },
});
