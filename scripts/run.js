// Runs a TypeScript program of this repository: node scripts/run.js [--where-called] <file.ts> [arguments]. The file exports `main(args)`, which may
// return the exit code. Vite loads it, because Node cannot read `.wgsl?raw` (nor, at 20, TypeScript). npm runs its scripts in the repository's
// folder: --where-called has the program run in the one that npm was called in, which the paths among its arguments are meant from.
import { resolve } from 'node:path';
import { createServer, createServerModuleRunner } from 'vite';

const said = process.argv.slice(2);
const isWhereCalled = said[0] === '--where-called';
const [file, ...args] = said.slice(isWhereCalled ? 1 : 0);
if (file === undefined) throw new Error('Expected a file to run: node scripts/run.js [--where-called] <file.ts> [arguments]');

const server = await createServer({ appType: 'custom', logLevel: 'warn', server: { middlewareMode: true, ws: false, watch: null } });
const runner = createServerModuleRunner(server.environments.ssr);
try {
  const program = /** @type {{ main: (args: readonly string[]) => Promise<number | undefined> }} */ (await runner.import(resolve(file)));
  if (isWhereCalled) process.chdir(process.env['INIT_CWD'] ?? '.');
  process.exitCode = (await program.main(args)) ?? 0;
} catch (error) {
  console.error(error instanceof Error && !process.env['DEBUG'] ? error.message : error);
  process.exitCode = 1;
} finally {
  await runner.close();
  await server.close();
}
