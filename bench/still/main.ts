import { parseArgs } from 'node:util';
import { Still, TUTORIAL_RULE } from '../../src/engine/index.ts';
import type { Picture8, StillProgress, StillRecipe } from '../../src/engine/index.ts';
import { openDawn } from '../../src/node/dawn.ts';
import { countBytes } from '../../test/support/count-bytes.ts';
import { inception, tiny } from '../coherence/dream/network.ts';
import { megabytes, table } from '../markdown.ts';
import { putSection } from '../section.ts';
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
  const dawn = await openDawn();
  try {
    const measured = await measure(dawn.device, options);
    const text = toMarkdown(options, dawn.adapter.description, measured);
    process.stdout.write(text);
    if (options.out !== undefined) await putSection(options.out, 'still', text);
    return goalsOf(measured).every(Boolean) ? 0 : 1;
  } finally {
    dawn.device.destroy();
  }
}

type Options = NonNullable<ReturnType<typeof readOptions>>;

interface Measured {
  readonly seconds: number;
  readonly tiles: number;
  /** Bytes of device memory. */
  readonly held: number;
  readonly planned: number;
  /** Mean changes of a byte, of the tiles where it is least and most. */
  readonly least: number;
  readonly most: number;
}

async function measure(device: GPUDevice, { side, tile, steps, network }: Options): Promise<Measured> {
  const bytes = countBytes(device);
  const picture = texture(side);
  const { load, objective } = network;
  const octaves = { from: 0, to: 0, scale: 1.3 };
  // Without rolls: a tile that is left out would be left out in one place.
  const how = { carry: 'picture', jitter: 0, stopAt: null, seed: 1 } as const;
  const recipe: StillRecipe = { objective, rule: TUTORIAL_RULE, steps, stepSize: 0.1, octaves, tile, ...how };
  const onProgress = ({ step, elapsedMs }: StillProgress): void => {
    process.stderr.write(`step ${String(step)} after ${(elapsedMs / 1000).toFixed(0)} s\n`);
  };
  const started = performance.now();
  const still = await Still.create({ device, network: load, picture, recipe, onProgress });
  const dreamt = await still.run();
  const seconds = (performance.now() - started) / 1000;
  const { deviceBytes, octaves: planned } = still.plan;
  still.destroy();
  const changes = changesOf(picture, dreamt.picture, tile);
  const [least, most] = [Math.min(...changes), Math.max(...changes)];
  return { seconds, tiles: planned[0]?.tiles ?? NaN, held: bytes.most, planned: deviceBytes, least, most };
}

const goalsOf = ({ held, planned, least, most }: Measured): readonly boolean[] => [held <= MOST_BYTES, held <= planned, least > 0.5 * most];

function toMarkdown({ side, tile, steps, network }: Options, adapter: string, measured: Measured): string {
  const { seconds, tiles, held, planned, least, most } = measured;
  const marks = goalsOf(measured).map((met) => (met ? '✓' : '✗'));
  const rows = [
    ['device memory, at most', `≤ ${megabytes(MOST_BYTES)}`, megabytes(held)],
    ['of what was planned', `≤ ${megabytes(planned)}`, megabytes(held)],
    ['mean change of a byte in the least and the most dreamt tile', 'least > ½ most', `${least.toFixed(2)}, ${most.toFixed(2)}`],
    [`seconds, shaders and all, for ${String(tiles)} tiles × ${String(steps)}`, '', seconds.toFixed(0)],
  ];
  const date = new Date().toISOString().slice(0, 10);
  return [
    `## A still of ${String(side)}×${String(side)}`,
    '',
    `Written by \`npm run bench:still\` on ${date}, on ${adapter}: ${network.name}, tiles of ${String(tile)}, ${String(steps)} step${steps === 1 ? '' : 's'}.`,
    '',
    ...table(
      ['figure', 'goal', 'measured', ''],
      rows.map((row, index) => [...row, marks[index] ?? '']),
    ),
    '',
  ].join('\n');
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
