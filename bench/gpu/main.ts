import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { bundleBench } from '../pack/bundle.ts';

/** Where the bundle finds npm's `webgpu` when it looks for it. */
const folder = 'node_modules/.bench-gpu';

/**
 * The command line of `npm run bench:gpu`: bundles the bench, as `bench:pack` does, and runs it in a Node of its own. Returns the exit code.
 * The peers' packages are not written for Node, which cannot load them one by one.
 */
export async function main(args: readonly string[]): Promise<number> {
  if (!existsSync('public/models/inception-v3/model.json')) {
    throw new Error('Expected the model in public/models/inception-v3, found none. Run npm run models.');
  }
  const file = await bundleBench(folder, 'beside');
  const child = spawn(process.execPath, ['--enable-source-maps', file, ...args], { stdio: 'inherit' });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}
