import { beforeAll, describe, expect, test } from 'vitest';
import { seededRandom } from '../../../src/engine/jitter.ts';
import { loadGraph } from '../../../src/engine/network/load.ts';
import { fromQuads } from '../../../src/engine/plan/quads.ts';
import { rollOf } from '../../../src/engine/still/roll-of.ts';
import { spansOf } from '../../../src/engine/still/still-octaves.ts';
import type { Picture, Picture8, StillProgress, StillRecipe } from '../../../src/engine/index.ts';
import type { Size } from '../../../src/engine/octaves.ts';
import { climb, resizeBilinear } from '../../support/climb.ts';
import { relativeL2 } from '../../support/compare.ts';
import { download, testDevice } from '../../support/frames/gpu.ts';
import { largestDifference, randomBytes } from '../../support/frames/pictures.ts';
import { climbOnce, firstOctave, floatsOf, recipe, softPicture, tinyStill } from '../../support/still.ts';
import { tinyFiles } from '../../support/tiny-network.ts';

const graph = await loadGraph(tinyFiles(), ['tiny0']);

let device: GPUDevice;
beforeAll(async () => {
  device = await testDevice();
});

const colours = ({ data }: Picture8): number[] => Array.from(data).filter((_, index) => index % 4 !== 3);

const toBytes = (values: ArrayLike<number>): number[] => Array.from(values, (value) => Math.min(255, Math.max(0, 127.5 * (value + 1))));

describe('a still', () => {
  test('of one octave at once is the climb of a live turn', async () => {
    const size = { width: 61, height: 47 };
    const expected = await climb(device, graph, floatsOf(softPicture(size)), recipe.objective, recipe.steps, recipe.stepSize);
    const result = await (await tinyStill(device, size)).run();
    expect(largestDifference(colours(result.picture), toBytes(expected.picture.data))).toBeLessThan(0.6);
    expect(result.cancelled).toBe(false);
    result.objective.forEach((value, step) => expect(value).toBeCloseTo(expected.values[step] ?? NaN, 4));
    expect(result.objective).toHaveLength(recipe.steps);
  });

  test('that climbs nothing and carries the picture is resized as TensorFlow resizes it, octave by octave', async () => {
    const size = { width: 53, height: 38 };
    const still = await tinyStill(device, size, { stepSize: 0, steps: 1, octaves: { from: -2, to: 1, scale: 1.3 } });
    const { picture } = await still.run();
    const sizes = [...still.plan.octaves, size];
    let expected: Picture = floatsOf(softPicture(size));
    for (const { width, height } of sizes) expected = resizeBilinear(expected, width, height);
    expect(sizes).toHaveLength(5);
    expect(largestDifference(colours(picture), toBytes(expected.data))).toBeLessThan(0.6);
  });

  test('has its octaves’ pictures to the last bits: ties of max pools hang on them', async () => {
    const size = { width: 160, height: 120 };
    const { stage } = await firstOctave(device, graph, softPicture(size), { octaves: { from: -1, to: -1, scale: 1.3 } });
    const expected = resizeBilinear(floatsOf(softPicture(size)), 123, 92);
    const picture = fromQuads((await download(device, stage.picture)).subarray(0, 4 * 123 * 92));
    expect(largestDifference(picture, expected.data)).toBeLessThan(3e-7);
  });

  test('that climbs nothing and carries the detail is the original', async () => {
    const size = { width: 53, height: 38 };
    const still = await tinyStill(device, size, { stepSize: 0, steps: 1, carry: 'detail', octaves: { from: -2, to: 1, scale: 1.3 } });
    const { picture } = await still.run();
    expect(largestDifference(picture.data, softPicture(size).data)).toBe(0);
  });

  test('the same seed, picture and recipe, the same bits; another seed, others', async () => {
    const run = async (seed: number): Promise<Uint8ClampedArray> => {
      const still = await tinyStill(
        device,
        { width: 44, height: 30 },
        { seed, steps: 2, tile: 24, jitter: 'tile', octaves: { from: -1, to: 0, scale: 1.3 } },
      );
      return (await still.run()).picture.data;
    };
    const [first, again, other] = [await run(7), await run(7), await run(8)];
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });

  test('tells its steps, octaves and time, and shows itself, small', async () => {
    const told: StillProgress[] = [];
    const shown: Picture8[] = [];
    const options = {
      onProgress: (each: StillProgress) => told.push(each),
      onPreview: (each: Picture8) => shown.push(each),
      previewSize: 20,
    };
    const still = await tinyStill(device, { width: 60, height: 45 }, { octaves: { from: -1, to: 0, scale: 1.3 }, steps: 12 }, options);
    const { objective } = await still.run();
    expect(told.every(({ octaves, steps, paused }) => octaves === 2 && steps === 12 && !paused)).toBe(true);
    expect(told.filter(({ step }) => step === 12).map(({ octave, width }) => [octave, width])).toEqual([
      [1, 46],
      [2, 60],
    ]);
    const last = told.at(-1);
    expect(last?.curve).toEqual(objective);
    expect(last?.remainingMs).toBe(0);
    expect(last?.elapsedMs).toBeGreaterThan(0);
    expect(told.find(({ octave, step }) => octave === 2 && step === 0)?.remainingMs).toBeGreaterThan(0);
    expect(objective.at(11)).toBeGreaterThan(objective[0] ?? NaN);
    expect(shown.length).toBeGreaterThan(0);
    expect(shown[0]).toMatchObject({ width: 20, height: 15 });
    expect(mean(colours(shown[0] ?? softPicture({ width: 1, height: 1 })))).toBeCloseTo(
      mean(colours(softPicture({ width: 60, height: 45 }))),
      -1,
    );
  });

  test('climbs toward a guide, and not without one', async () => {
    const size = { width: 40, height: 30 };
    const objective = [{ kind: 'guide', match: 'dot', layer: 'tiny0', weight: 1 }] as const;
    const guides = [softPicture({ width: 50, height: 21 }), { ...size, data: new Uint8ClampedArray(randomBytes(size, 5)) }];
    const results = [];
    for (const guide of guides) results.push(await (await tinyStill(device, size, { objective, tile: 24, steps: 4 }, { guide })).run());
    for (const { objective: curve } of results) expect(curve.at(-1)).toBeGreaterThan(curve[0] ?? NaN);
    expect(results[1]?.picture.data).not.toEqual(results[0]?.picture.data);
    await expect(tinyStill(device, size, { objective })).rejects.toMatchObject({ code: 'bad-params' });
  });

  test('ends an octave after the step whose objective is above what it is to stop at', async () => {
    const size = { width: 60, height: 45 };
    const { objective } = await (await tinyStill(device, size, { steps: 6 })).run();
    const stopAt = ((objective[2] ?? NaN) + (objective[3] ?? NaN)) / 2;
    const stopped = await (await tinyStill(device, size, { steps: 6, stopAt })).run();
    expect(stopped.objective).toEqual(objective.slice(0, 4));
    const short = await (await tinyStill(device, size, { steps: 4 })).run();
    expect(stopped.picture.data).toEqual(short.picture.data);
  });
});

describe('tiles', () => {
  test('the gradient is the untiled one, away from tile edges as far as an activation reaches', async () => {
    const size = { width: 224, height: 96 };
    const gradientOf = async (tile: number | null): Promise<Float32Array> => {
      const { climb: octave } = await firstOctave(device, graph, softPicture(size), { tile });
      climbOnce(device, octave, { roll: [0, 0], size: 0 });
      return fromQuads((await download(device, octave.gradient)).subarray(0, 4 * size.width * size.height));
    };
    const [whole, tiled] = [await gradientOf(null), await gradientOf(128)];
    // Means: the whole picture has 55 columns of activations, a tile 31.
    const share = 55 / 31;
    const inner = (values: Float32Array, from: number, to: number, factor: number): number[] =>
      Array.from(values, (value) => factor * value).filter((_, index) => {
        const [x, y] = [Math.floor(index / 3) % size.width, Math.floor(index / 3 / size.width)];
        return x >= from + REACH && x < to - REACH && y >= REACH && y < size.height - REACH;
      });
    for (const [from, to] of [
      [0, 128],
      [96, 224],
    ] as const) {
      const expected = inner(whole, from, to, share);
      expect(expected.some((value) => value !== 0)).toBe(true);
      expect(relativeL2(inner(tiled, from, to, 1), expected)).toBeLessThan(1e-5);
    }
    // And it is not everywhere: edges are edges.
    expect(
      relativeL2(
        tiled,
        whole.map((value) => share * value),
      ),
    ).toBeGreaterThan(1e-3);
  });

  test('rolled, the gradient comes back to where it belongs', async () => {
    const size = { width: 48, height: 40 };
    const { stage, climb: octave } = await firstOctave(device, graph, softPicture(size), { tile: 32 });
    const before = await download(device, stage.picture);
    climbOnce(device, octave, { roll: [0, 0], size: 0 });
    const plain = await download(device, octave.gradient);
    climbOnce(device, octave, { roll: [size.width, -size.height], size: 0 });
    expect(await download(device, octave.gradient)).toEqual(plain);
    const roll = [-17, 1001] as const;
    climbOnce(device, octave, { roll, size: 0 });
    const rolled = (await download(device, octave.gradient)).subarray(0, 4 * size.width * size.height);
    const { climb: other } = await firstOctave(device, graph, rolledBy(softPicture(size), roll), { tile: 32 });
    climbOnce(device, other, { roll: [0, 0], size: 0 });
    const there = (await download(device, other.gradient)).subarray(0, rolled.length);
    const back = rolledBy({ ...size, data: there }, [-roll[0], -roll[1]]).data;
    expect(withoutFourth(rolled)).toEqual(withoutFourth(back));
    expect(withoutFourth(rolled)).not.toEqual(withoutFourth(plain.subarray(0, rolled.length)));
    expect(await download(device, stage.picture)).toEqual(before);
  });

  test('a neuron stays at its place in the picture, however that is rolled and cut', async () => {
    const size = { width: 120, height: 64 };
    const place = { x: 0.7, y: 0.4 };
    const objective = Array.from(
      { length: 6 },
      (_, channel) => ({ kind: 'neuron', layer: 'tiny0', weight: 1, channel, ...place }) as const,
    );
    const { climb: octave } = await firstOctave(device, graph, softPicture(size), { tile: 64, objective });
    for (const roll of [
      [0, 0],
      [-31, 57],
      [120 + 43, -64 - 9],
    ] as const) {
      climbOnce(device, octave, { roll, size: 0 });
      const gradient = (await download(device, octave.gradient)).subarray(0, 4 * size.width * size.height);
      const touched = [...gradient.keys()].filter((index) => gradient[index] !== 0).map((index) => Math.floor(index / 4));
      expect(touched.length).toBeGreaterThan(0);
      for (const pixel of touched) {
        expect(Math.abs((pixel % size.width) + 0.5 - place.x * size.width)).toBeLessThan(REACH);
        expect(Math.abs(Math.floor(pixel / size.width) + 0.5 - place.y * size.height)).toBeLessThan(REACH);
      }
    }
  });

  // Of 70×54, tiles of 32 leave 6 columns and 22 rows over: the last ones overlap their neighbours.
  test.for([
    { size: { width: 64, height: 64 }, tiles: 4 },
    { size: { width: 70, height: 54 }, tiles: 6 },
  ])(
    'seams of $size.width×$size.height: over rolls, differences across tile borders are those elsewhere; without rolls they are not',
    async ({ size, tiles }) => {
      for (const ratio of await seamsAfter(device, size, { side: 32, tiles }, { tile: 32, jitter: 'tile' })) {
        expect(ratio).toBeLessThanOrEqual(1.05);
        expect(ratio).toBeGreaterThan(0.95);
      }
      // Without rolls, the tiles' edges are dreamt less.
      for (const ratio of await seamsAfter(device, size, { side: 32, tiles }, { tile: 32, jitter: 0 })) expect(ratio).toBeLessThan(0.8);
    },
  );
});

/** How far a pixel of tiny0 sees, twice: what an activation does depends on its own surroundings too. */
const REACH = 40;

const withoutFourth = (quads: Float32Array): Float32Array => quads.filter((_, index) => index % 4 !== 3);

/** A picture of four values a pixel, moved around the torus. */
function rolledBy<Data extends Float32Array | Uint8ClampedArray>(
  { width, height, data }: Size & { readonly data: Data },
  [right, down]: readonly [number, number],
): Size & { readonly data: Data } {
  const moved = data.slice() as Data;
  const wrap = (value: number, side: number): number => ((value % side) + side) % side;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = 4 * (y * width + x);
      moved.set(data.subarray(from, from + 4), 4 * (wrap(y + down, height) * width + wrap(x + right, width)));
    }
  }
  return { width, height, data: moved };
}

/**
 * What was dreamt in many steps: the mean absolute difference of neighbours across the borders that tiles had in those steps, divided by that of all
 * neighbours, of columns and of rows.
 */
async function seamsAfter(
  on: GPUDevice,
  size: Size,
  { side: tile, tiles }: { readonly side: number; readonly tiles: number },
  changes: Partial<StillRecipe>,
): Promise<readonly number[]> {
  const steps = 16;
  const still = await tinyStill(on, size, { steps, stepSize: 0.01, ...changes });
  const [octave] = still.plan.octaves;
  expect(octave).toMatchObject({ tile: { width: tile, height: tile }, tiles });
  const { picture } = await still.run();
  const original = softPicture(size).data;
  const added = Float32Array.from(picture.data, (value, index) => value - (original[index] ?? NaN));
  const random = seededRandom(recipe.seed);
  const rolls = Array.from({ length: steps }, () => (octave ? rollOf(octave, { ...recipe, ...changes }, random) : [0, 0]));
  return (['width', 'height'] as const).map((side, axis) => {
    const differences = Array.from({ length: size[side] }, (_, at) => differenceAt(added, size, axis, at));
    const borders = spansOf(size[side], tile).map(({ from }) => from);
    const met = rolls.flatMap((roll) => borders.map((border) => (((border - (roll[axis] ?? NaN)) % size[side]) + size[side]) % size[side]));
    return mean(met.map((at) => differences[at] ?? NaN)) / mean(differences);
  });
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Between a column and the one to its left (axis 0), or a row and the one above it (axis 1), around the torus. */
function differenceAt(picture: Float32Array, { width, height }: Size, axis: number, at: number): number {
  const along = axis === 0 ? height : width;
  const index = (to: number, other: number): number => 4 * (axis === 0 ? other * width + to : to * width + other);
  const before = (at + (axis === 0 ? width : height) - 1) % (axis === 0 ? width : height);
  let sum = 0;
  for (let other = 0; other < along; other++) {
    for (let channel = 0; channel < 3; channel++) {
      sum += Math.abs((picture[index(at, other) + channel] ?? NaN) - (picture[index(before, other) + channel] ?? NaN));
    }
  }
  return sum / (3 * along);
}
