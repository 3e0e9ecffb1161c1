import { writeFile } from 'node:fs/promises';
import { openDawn } from '../../src/node/dawn.ts';
import type { DawnDevice } from '../../src/node/dawn.ts';
import { putSection } from '../section.ts';
import { inception, tiny } from './dream/network.ts';
import { figureGoals } from './figures.ts';
import { readOptions, usage } from './options.ts';
import type { Options } from './options.ts';
import { rowGoals, verdict } from './report/goals.ts';
import { toMarkdown } from './report/table.ts';
import type { Report } from './report.ts';
import { measureRows } from './rows.ts';
import { Store } from './store.ts';

/** Not where tests put their results: those are emptied by every run of them. */
const FOLDER = 'node_modules/.bench-coherence';
const SECTION = 'coherence';

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** The command line of `npm run bench:coherence`. Returns the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if (options === 'help') {
    say(usage);
    return 0;
  }
  const dawn = await openDawn();
  say(`adapter: ${dawn.adapter.description}`);
  try {
    const report = await measure(dawn, options);
    const text = toMarkdown(report);
    process.stdout.write(text);
    if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(report, null, 2)}\n`);
    if (options.out !== undefined) await putSection(options.out, SECTION, text);
    const missed = report.goals.some((goal) => verdict(goal) === 'not met');
    return options.assert && missed ? 1 : 0;
  } finally {
    dawn.device.destroy();
  }
}

async function measure({ device, adapter }: DawnDevice, options: Options): Promise<Report> {
  const network = options.network === 'tiny' ? tiny : inception;
  // Pictures that were not dreamt cannot be written.
  const store = new Store(`${FOLDER}/${network.name}`, options.resume && options.frames === undefined);
  const figures = await figureGoals({ device, options, store, say });
  const rows = await measureRows({ device, network, options, store, say });
  const date = new Date().toISOString().slice(0, 10);
  const adapterName = adapter.description;
  return {
    date,
    adapter: adapterName,
    network: network.name,
    strength: options.strength,
    goals: [...figures, ...rowGoals(rows)],
    rows,
  };
}
