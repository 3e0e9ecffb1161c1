// npm run check: every check, one beside the other, also after one has failed, and then which did.
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';

// The longest first: the others fit beside it.
const waiting = ['lint', 'size', 'types', 'format', 'dead', 'layers', 'lockfile'];
/** @type {string[]} */
const failed = [];

/** @param {string} check */
async function run(check) {
  const child = spawn('npm', ['run', '--silent', `check:${check}`], { shell: process.platform === 'win32' });
  /** @type {Buffer[]} */
  const printed = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (/** @type {Buffer} */ part) => printed.push(part));
  const code = await new Promise((resolve) => child.on('error', () => resolve(1)).on('close', resolve));
  console.log(`\n— check:${check}`);
  process.stdout.write(Buffer.concat(printed));
  if (code !== 0) failed.push(check);
}

/** Takes one after another until none is left. */
async function work() {
  for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) await run(check);
}

await Promise.all(Array.from({ length: availableParallelism() }, work));
console.log(
  failed.length === 0 ? '\nAll checks passed.' : `\nFailed checks: ${failed.join(', ')}. Each runs alone: npm run check:${failed[0]}`,
);
process.exitCode = failed.length === 0 ? 0 : 1;
