// Runs a TypeScript program of this repository: node scripts/run.js <file.ts> [arguments]. The file exports `main(args)`, which may return the
// exit code. Vite loads it, because Node cannot read `.wgsl?raw` (nor, at 20, TypeScript).
import { resolve } from 'node:path';
import { createServer, createServerModuleRunner } from 'vite';

const [file, ...args] = process.argv.slice(2);
if (file === undefined) throw new Error('Expected a file to run: node scripts/run.js <file.ts> [arguments]');

const server = await createServer({ appType: 'custom', logLevel: 'warn', server: { middlewareMode: true, ws: false, watch: null } });
const runner = createServerModuleRunner(server.environments.ssr);
try {
  const program = /** @type {{ main: (args: readonly string[]) => Promise<number | undefined> }} */ (await runner.import(resolve(file)));
  process.exitCode = (await program.main(args)) ?? 0;
} catch (error) {
  console.error(error instanceof Error && !process.env['DEBUG'] ? error.message : error);
  process.exitCode = 1;
} finally {
  await runner.close();
  await server.close();
}
