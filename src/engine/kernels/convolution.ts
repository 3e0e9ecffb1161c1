import arenaResultCode from './arena-result.wgsl?raw';
import arenaSourceCode from './arena-source.wgsl?raw';
import { unroll } from './compose.ts';
import { accessesOf, bytesOf, quadsOf, sizeOf } from './convolution-spec.ts';
import type { Convolution, Way } from './convolution-spec.ts';
import convolutionCode from './convolution.wgsl?raw';
import gatherCode from './gather.wgsl?raw';
import { ACCUMULATE, BACKWARD, firstsOf, pixelWindow } from './job.ts';
import type { Job, JobKernel, Target } from './job.ts';
import pictureResultCode from './picture-result.wgsl?raw';
import pictureSourceCode from './picture-source.wgsl?raw';
import quadsCode from './quads.wgsl?raw';
import weightsCode from './weights.wgsl?raw';
import { winograd } from './winograd.ts';
import writeCode from './write.wgsl?raw';

export type { Convolution } from './convolution-spec.ts';

interface Tile {
  readonly columns: number;
  readonly rows: number;
  /** Of a thread. */
  readonly pixels: number;
  readonly quads: number;
}

/** 64 threads each. */
const tiles = {
  /** 64 pixels × 32 channels, 8 × 4 a thread. */
  wide: { columns: 8, rows: 8, pixels: 8, quads: 1 },
  /** 64 pixels × 64 channels, 8 × 8 a thread. */
  large: { columns: 8, rows: 8, pixels: 8, quads: 2 },
  /** 32 pixels × 32 channels, 4 × 4 a thread: for few pixels. */
  small: { columns: 8, rows: 8, pixels: 4, quads: 1 },
  /** 64 pixels × 4 channels, 1 × 4 a thread: for a picture's three channels. */
  thin: { columns: 1, rows: 64, pixels: 1, quads: 1 },
} as const satisfies Readonly<Record<string, Tile>>;

type TileName = keyof typeof tiles;

const THREADS = 64;

/** Jobs of less than this many source quads take slices of several taps. */
const FLAT_BELOW = 4;

/** How the slices of a convolution's sum are read: one after the other, some of them, the next one ahead, or of several taps. */
const reads = {
  sliced: ['sliced', 'direct', 'once'],
  split: ['sliced', 'direct', 'once', 'split'],
  ahead: ['sliced', 'ahead'],
  flat: ['flat', 'once'],
} as const;

type ReadName = keyof typeof reads;

function tiled({ columns, rows, pixels, quads }: Tile, read: ReadName): string {
  const constants = {
    COLUMNS: columns,
    ROWS: rows,
    THREADS,
    TILE_PIXELS: rows * pixels,
    TILE_QUADS: columns * quads,
    TILE_WORDS: Math.ceil((columns * quads) / 8),
    LOAD_ROWS: THREADS / 4,
  };
  const lines = Object.entries(constants).map(([name, value]) => `const ${name} = ${String(value)}u;`);
  const counts = { p: pixels, q: quads, s: (rows * pixels * 4) / THREADS, w: Math.ceil((columns * quads * 16) / THREADS) };
  return `${lines.join('\n')}\n${unroll(convolutionCode, counts, reads[read])}`;
}

const bodiesOf = (read: ReadName): Readonly<Record<TileName, string>> => ({
  wide: tiled(tiles.wide, read),
  large: tiled(tiles.large, read),
  small: tiled(tiles.small, read),
  thin: tiled(tiles.thin, read),
});

/** The kernel for every tile. */
const bodies = { sliced: bodiesOf('sliced'), split: bodiesOf('split'), ahead: bodiesOf('ahead'), flat: bodiesOf('flat') };

/** The same name for the same code. */
function kernelOf(name: TileName, spec: Convolution, wanted: ReadName): JobKernel {
  const read = quadsOf(spec.sources) < FLAT_BELOW ? 'flat' : wanted;
  const fromPicture = spec.sources[0]?.memory.kind === 'fixed';
  const toPicture = spec.results[0]?.memory.kind === 'fixed';
  const io = [fromPicture ? pictureSourceCode : arenaSourceCode, toPicture ? pictureResultCode : arenaResultCode];
  return {
    family: 'convolution',
    name: ['convolution', name, read, fromPicture ? 'from picture' : '', toPicture ? 'to picture' : ''].filter(Boolean).join(' '),
    entry: 'convolution',
    threads: THREADS,
    snippets: [...io, writeCode, weightsCode, bodies[read][name]],
  };
}

/** One job, its pixels and channels cut into tiles. */
function whole(name: TileName): Way {
  return (spec) => (takes(name, spec) ? [job(spec, name, 'sliced', 1)] : null);
}

/** The same, each slice read while the one before is multiplied: more registers, less waiting. */
function ahead(name: TileName): Way {
  return (spec) => (takes(name, spec) && quadsOf(spec.sources) >= 2 * FLAT_BELOW ? [job(spec, name, 'ahead', 1)] : null);
}

/** The sum over taps and channels cut into shares, and a job that adds them up: for few pixels and many channels. */
function split(name: TileName, shares: number): Way {
  return (spec) => {
    const [strideY, strideX] = spec.backward ? spec.window.stride : [1, 1];
    const taps = Math.ceil(spec.window.kernel[0] / strideY) * Math.ceil(spec.window.kernel[1] / strideX);
    const slices = taps * Math.ceil(quadsOf(spec.sources) / 4);
    // Slices of several taps are not told apart.
    if (
      spec.narrow ||
      quadsOf(spec.sources) < FLAT_BELOW ||
      !takes(name, spec) ||
      slices < 2 * shares ||
      spec.results[0]?.memory.kind === 'fixed'
    )
      return null;
    const [first] = spec.results;
    if (!first) return null;
    const quads = firstsOf(spec.results).at(-1) ?? 0;
    const scratch: Target = {
      height: first.height,
      width: first.width,
      quads,
      offset: 0,
      pitch: quads,
      memory: { kind: 'arena', id: `shares of ${spec.label}`, quads: first.height * first.width * quads * shares },
      mask: null,
    };
    return [job({ ...spec, results: [scratch], accumulate: false }, name, 'split', shares), gather(spec, scratch, shares)];
  };
}

/** Masks are written eight quads at a time; the thin tile is for pictures, which have none. */
const takes = (name: TileName, spec: Convolution): boolean => (name === 'thin') === (quadsOf(spec.results) === 1 && !spec.results[0]?.mask);

function job(spec: Convolution, name: TileName, read: ReadName, shares: number): Job {
  const { backward, sources, results, window } = spec;
  return {
    label: spec.label,
    kernel: kernelOf(name, spec, read),
    groups: groupsOf(spec, tiles[name]) * shares,
    source: sizeOf(sources),
    result: sizeOf(results),
    window,
    flags: (backward ? BACKWARD : 0) | (spec.accumulate ? ACCUMULATE : 0),
    sources,
    results,
    weights: spec.weights,
    count: shares,
    accesses: accessesOf(spec),
    flops: 2 * spec.macs,
    bytes: bytesOf(spec, shares) + spec.weights.quads * 16,
  };
}

/** Workgroups that cover every phase's pixels and all channels. */
function groupsOf({ backward, results, window }: Convolution, tile: Tile): number {
  const [height, width] = sizeOf(results);
  const [strideY, strideX] = backward ? window.stride : [1, 1];
  const phasePixels = Math.ceil(height / strideY) * Math.ceil(width / strideX);
  const tilesM = Math.ceil(phasePixels / (tile.rows * tile.pixels));
  const tilesN = Math.ceil((firstsOf(results).at(-1) ?? 0) / (tile.columns * tile.quads));
  return tilesM * tilesN * strideY * strideX;
}

function gather(spec: Convolution, scratch: Target, shares: number): Job {
  const [height, width] = sizeOf(spec.results);
  const read = { ...spec, sources: [scratch] };
  return {
    label: `${spec.label}, shares together`,
    kernel: {
      family: 'gather',
      name: 'gather',
      entry: 'gather',
      threads: THREADS,
      snippets: [arenaSourceCode, arenaResultCode, writeCode, quadsCode, gatherCode],
    },
    groups: Math.ceil((height * width) / 8) * Math.ceil(scratch.quads / 8),
    source: [height, width],
    result: [height, width],
    window: pixelWindow,
    flags: (spec.backward ? BACKWARD : 0) | (spec.accumulate ? ACCUMULATE : 0),
    sources: [scratch],
    results: spec.results,
    weights: null,
    count: shares,
    accesses: accessesOf(read),
    flops: height * width * scratch.quads * 4 * shares,
    bytes: bytesOf(read, shares),
  };
}

/** All ways, by name. */
export const ways: Readonly<Record<string, Way>> = {
  wide: whole('wide'),
  large: whole('large'),
  small: whole('small'),
  thin: whole('thin'),
  'wide ahead': ahead('wide'),
  'large ahead': ahead('large'),
  'wide split 2': split('wide', 2),
  'wide split 4': split('wide', 4),
  'small split 4': split('small', 4),
  'small split 8': split('small', 8),
  winograd,
};

/** Fewer workgroups than this leave most GPUs idle; a large tile's threads do four times the work of a small one's, and hide less. */
const ENOUGH_GROUPS = 96;
const ENOUGH_LARGE_GROUPS = 128;

/** What is taken at first: the widest tile that still makes enough workgroups, of few, so that dreaming starts soon. */
export function usualWay(spec: Convolution): string {
  if (takes('thin', spec)) return 'thin';
  return groupsOf(spec, tiles.wide) >= ENOUGH_GROUPS ? 'wide' : 'small';
}

/** What is likely the fastest where nothing can be measured: a thread that makes 8 × 8 values reads the least for each, if the GPU is full all the same. */
export function likelyWay(spec: Convolution): string {
  const large = takes('large', spec) && quadsOf(spec.results) >= 16 && groupsOf(spec, tiles.large) >= ENOUGH_LARGE_GROUPS;
  return large ? 'large' : usualWay(spec);
}
