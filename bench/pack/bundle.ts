import { resolve } from 'node:path';
import { build } from 'vite';

/** Where the bundle finds Dawn: in the npm package `webgpu` as usual, or in `dist/linux-x64/dawn.node` under its own folder. */
export type DawnPlace = 'beside' | 'inside';

/**
 * Writes all of bench:gpu as one module, `bench-gpu.mjs`: shaders, tfjs and jax-js in it, so that it needs Node, Dawn, the model and the oracle alone.
 * @returns its path
 */
export async function bundleBench(folder: string, dawn: DawnPlace): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    // Else the packages would stay outside, where a bare machine has none.
    ssr: { noExternal: true, external: dawn === 'beside' ? ['webgpu'] : [] },
    build: {
      target: 'node20',
      ssr: 'bench/gpu/program.ts',
      outDir: resolve(folder),
      emptyOutDir: true,
      sourcemap: dawn === 'beside',
      license: { fileName: 'licences.md' },
      minify: false,
      rolldownOptions: { output: { entryFileNames: 'bench-gpu.mjs', codeSplitting: false } },
    },
  });
  return resolve(folder, 'bench-gpu.mjs');
}
