import { defineConfig } from 'vite';

/** The page must be cross-origin isolated: only then are clocks exact and buffers shareable. */
export const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

export default defineConfig({
  build: { target: 'es2023' },
  worker: { format: 'es' },
  server: { headers: isolation },
  preview: { headers: isolation },
});
