import { beforeAll, describe, expect, test } from 'vitest';
import { seededRandom } from '../../../src/engine/jitter.ts';
import { loadGraph } from '../../../src/engine/network/load.ts';
import { fromQuads } from '../../../src/engine/plan/quads.ts';
import { spansOf } from '../../../src/engine/still/still-octaves.ts';
import type { Picture, Picture8, StillProgress } from '../../../src/engine/index.ts';
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
    const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
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
    climbOnce(device, octave, { roll: [-17, 1001], size: 0 });
    const rolled = await download(device, octave.gradient);
    expect(rolled).not.toEqual(plain);
    expect(rolled.every((value, index) => index % 4 === 3 || Number.isFinite(value))).toBe(true);
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

  test('seams: over rolls, differences across tile borders are those elsewhere; without rolls they are not', async () => {
    const rolled = await seamsAfter('tile');
    expect(rolled).toBeLessThanOrEqual(1.05);
    expect(rolled).toBeGreaterThan(0.95);
    // Without rolls, the tiles' edges are dreamt less.
    expect(await seamsAfter(0)).toBeLessThan(0.8);
  });
});

/** How far a pixel of tiny0 sees, twice: what an activation does depends on its own surroundings too. */
const REACH = 40;

/**
 * What was dreamt in many steps: the mean absolute difference of neighbours across the borders that tiles had in those steps, divided by that of all
 * neighbours.
 */
async function seamsAfter(jitter: 'tile' | 0): Promise<number> {
  const [size, tile, steps] = [{ width: 64, height: 64 }, 32, 16];
  const still = await tinyStill(device, size, { tile, jitter, steps, stepSize: 0.01 });
  const { picture } = await still.run();
  const original = softPicture(size).data;
  const added = Float32Array.from(picture.data, (value, index) => value - (original[index] ?? NaN));
  const random = seededRandom(recipe.seed);
  const borders = spansOf(size.width, tile).map(({ from }) => from);
  let [across, count] = [0, 0];
  for (let step = 0; step < steps; step++) {
    const roll = jitter === 0 ? 0 : Math.floor(2 * tile * random()) - tile;
    random();
    for (const border of borders) {
      across += columnDifference(added, size, border - roll);
      count++;
    }
  }
  const columns = Array.from({ length: size.width }, (_, x) => columnDifference(added, size, x));
  return across / count / (columns.reduce((sum, value) => sum + value, 0) / columns.length);
}

/** Between a column and the one to its left, around the torus. */
function columnDifference(
  picture: Float32Array,
  { width, height }: { readonly width: number; readonly height: number },
  column: number,
): number {
  const x = ((column % width) + width) % width;
  let sum = 0;
  for (let y = 0; y < height; y++) {
    for (let channel = 0; channel < 3; channel++) {
      const at = (to: number): number => picture[4 * (y * width + to) + channel] ?? NaN;
      sum += Math.abs(at(x) - at((x + width - 1) % width));
    }
  }
  return sum / (3 * height);
}
