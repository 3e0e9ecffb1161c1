import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { Still, TUTORIAL_RULE } from '../../src/engine/index.ts';
import type { Picture8 } from '../../src/engine/index.ts';
import { openDawn } from '../../src/node/dawn.ts';
import { countBytes } from '../../test/support/count-bytes.ts';
import { inception, tiny } from '../coherence/dream/network.ts';
import { table } from '../markdown.ts';
import { withSection } from '../section.ts';
import { changesOf } from './changes.ts';

const usage = `npm run bench:still -- [--side 4096] [--tile 512] [--steps 1] [--network tiny] [--out FILE]

Dreams one large square picture in tiles, and tells its device memory and whether every tile was dreamt. 4096 pixels take minutes without a GPU.
  --side     pixels of a side; --tile those of a tile
  --steps    ascent steps
  --network  tiny, the tests' own, or inception-v3 at mixed3 and mixed2; tiny unless given
  --out      puts the figures into their section of a Markdown file, as of bench/RESULTS.md
`;

const MOST_BYTES = 700e6;

/** The command line of `npm run bench:still`. Returns the exit code: 1 where a goal is not met. */
export async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if (options === null) {
    process.stderr.write(usage);
    return 0;
  }
  const { side, tile, steps, network, out } = options;
  const { device, adapter } = await openDawn();
  const bytes = countBytes(device);
  const before = texture(side);
  const started = performance.now();
  const still = await Still.create({
    device,
    network: network.load,
    picture: before,
    recipe: {
      objective: network.objective,
      rule: TUTORIAL_RULE,
      steps,
      stepSize: 0.1,
      octaves: { from: 0, to: 0, scale: 1.3 },
      carry: 'picture',
      tile,
      jitter: 'tile',
      stopAt: null,
      seed: 1,
    },
    onProgress: ({ step, elapsedMs }) => void process.stderr.write(`step ${String(step)} after ${(elapsedMs / 1000).toFixed(0)} s\n`),
  });
  const { picture } = await still.run();
  const seconds = (performance.now() - started) / 1000;
  const changes = changesOf(before, picture, tile);
  const [least, most] = [Math.min(...changes), Math.max(...changes)];
  const goals = [bytes.most <= MOST_BYTES, bytes.most <= still.plan.deviceBytes, least > 0.5 * most];
  device.destroy();
  const mark = (index: number): string => (goals[index] === true ? '✓' : '✗');
  const figures = table(
    ['figure', 'goal', 'measured', ''],
    [
      ['device memory, at most', `≤ ${megabytes(MOST_BYTES)}`, megabytes(bytes.most), mark(0)],
      ['of what was planned', `≤ ${megabytes(still.plan.deviceBytes)}`, megabytes(bytes.most), mark(1)],
      ['mean change of a byte in the least and the most dreamt tile', 'least > ½ most', `${least.toFixed(2)}, ${most.toFixed(2)}`, mark(2)],
      [`seconds, shaders and all, for ${String(still.plan.octaves[0]?.tiles)} tiles × ${String(steps)}`, '', seconds.toFixed(0), ''],
    ],
  );
  const title = `## A still of ${String(side)}×${String(side)}`;
  const date = new Date().toISOString().slice(0, 10);
  const about = `Written by \`npm run bench:still\` on ${date}, on ${adapter.description}: ${network.name}, tiles of ${String(tile)}, ${String(steps)} step${steps === 1 ? '' : 's'}.`;
  const text = [title, '', about, '', ...figures, ''].join('\n');
  process.stdout.write(text);
  if (out !== undefined) await writeFile(out, withSection(await readFile(out, 'utf8'), 'still', text));
  return goals.every(Boolean) ? 0 : 1;
}

function readOptions(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      side: { type: 'string', default: '4096' },
      tile: { type: 'string', default: '512' },
      steps: { type: 'string', default: '1' },
      network: { type: 'string', default: 'tiny' },
      out: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  const network = [tiny, inception].find(({ name }) => name === values.network);
  if (!network) throw new Error(`--network is ${values.network}; expected tiny or inception-v3.`);
  const whole = (name: 'side' | 'tile' | 'steps', least: number): number => {
    const number = Number(values[name]);
    if (Number.isInteger(number) && number >= least) return number;
    throw new Error(`--${name} is ${values[name]}; expected a whole number, ${String(least)} or more.`);
  };
  return { side: whole('side', 64), tile: whole('tile', 64), steps: whole('steps', 1), network, out: values.out };
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

/** Waves of several lengths, a little different in every tile. */
function texture(side: number): Picture8 {
  const data = new Uint8ClampedArray(4 * side * side).fill(255);
  for (let index = 0; index < data.length; index++) {
    if (index % 4 === 3) continue;
    const [x, y] = [(index >> 2) % side, Math.floor(index / 4 / side)];
    data[index] = 128 + 50 * Math.sin(0.11 * x + 0.07 * y + (index % 4)) + 40 * Math.sin(0.013 * x - 0.031 * y);
  }
  return { width: side, height: side, data };
}
