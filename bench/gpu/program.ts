import { writeFile } from 'node:fs/promises';
import { EngineError } from '../../src/engine/index.ts';
import { openDawn } from '../../src/node/dawn.ts';
import { measure } from './measure.ts';
import { readOptions, usage } from './options.ts';
import type { Options } from './options.ts';
import { refusal } from './refusal.ts';
import { toMarkdown } from './table.ts';
import { reasonOf } from './timing.ts';

/** Dawn rounds timestamps to a tenth of a millisecond unless told not to: whole kernels take less. */
const dawnFlags = ['disable-dawn-features=timestamp_quantization'];

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** The command line of `npm run bench:gpu`, as it runs when bundled. Returns the exit code: 2 where there is nothing to measure. */
async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if (options === 'help') {
    say(usage);
    return 0;
  }
  try {
    return await run(options);
  } catch (error) {
    if (!(error instanceof EngineError) || error.code !== 'no-adapter') throw error;
    say(error.message);
    return 2;
  }
}

async function run(options: Options): Promise<number> {
  const dawn = await openDawn(dawnFlags);
  say(`adapter: ${dawn.adapter.description}`);
  try {
    const refused = refusal(dawn.adapter, options.allowSoftware);
    if (refused !== undefined) {
      say(refused);
      return 2;
    }
    if (options.probe) return 0;
    const report = await measure(dawn, options, say);
    const table = toMarkdown(report);
    process.stdout.write(table);
    if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(report, null, 2)}\n`);
    if (options.out !== undefined) await writeFile(options.out, table);
    return 0;
  } finally {
    dawn.device.destroy();
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  say(error instanceof Error && process.env['DEBUG'] ? (error.stack ?? error.message) : reasonOf(error));
  process.exitCode = 1;
}
