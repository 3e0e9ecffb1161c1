import { beforeAll, describe, expect, it } from 'vitest';
import type { Sequence } from '../../../bench/coherence/sequences/sequence.ts';
import { sequenceOf } from '../../../bench/coherence/sequences.ts';
import type { DreamEngine } from '../../../src/engine/dream-engine.ts';
import type { DreamParams } from '../../../src/engine/dream-params.ts';
import { countCalls } from '../../support/frames/counting.ts';
import { detailOf, frame, params, testEngine, timestampOf, warmUp } from '../../support/frames/engine.ts';
import { testDevice, uploadTexture } from '../../support/frames/gpu.ts';
import { largestDifference, rms } from '../../support/frames/pictures.ts';

const size = { width: 96, height: 72 };
const follow = { faithfulness: 0.5, bothWays: false, restlessness: 0 };
const settings: DreamParams = { ...params, dreamSize: 96, halfLife: Infinity, octaves: 1, follow };
const held: DreamParams = { ...settings, steps: 0 };

let device: GPUDevice;

beforeAll(async () => {
  device = await testDevice();
});

const sequence = (name: string, frames = 30): Sequence => sequenceOf(name, { ...size, rate: 30, frames });

const textures = (film: Sequence, count: number): readonly GPUTexture[] =>
  Array.from({ length: count }, (_, t) => uploadTexture(device, size, film.frame(t)));

/** Waves that are gone neither by resampling nor by what holds low frequencies. */
const waves = (shift: readonly [x: number, y: number] = [0, 0]): Float32Array<ArrayBuffer> =>
  Float32Array.from({ length: 4 * size.width * size.height }, (_, index) => {
    const pixel = Math.floor(index / 4);
    const [x, y] = [(pixel % size.width) + shift[0], Math.floor(pixel / size.width) + shift[1]];
    return index % 4 === 3 ? 0 : 0.2 * Math.sin(1.1 * x) * Math.cos(0.9 * y);
  });

/** An engine whose Δ is waves when the first picture is shown. */
async function wavy(first: GPUTexture | undefined, own = held, options = {}): Promise<DreamEngine> {
  const engine = await testEngine(device, options);
  if (!first) throw new TypeError('Expected a picture.');
  await warmUp(engine, first, held);
  engine.restore({ ...size, data: waves() });
  await frame(engine, first, timestampOf(0), own);
  return engine;
}

/** RMS of the difference, over that of what was expected, away from the borders. */
function apart(found: Float32Array, expected: Float32Array, border = 20): number {
  const inside = (_: number, index: number) => {
    const pixel = Math.floor(index / 4);
    const [x, y] = [pixel % size.width, Math.floor(pixel / size.width)];
    return x >= border && x < size.width - border && y >= border && y < size.height - border;
  };
  const wanted = expected.filter(inside);
  return rms(found.filter(inside).map((value, index) => value - (wanted[index] ?? NaN))) / rms(wanted);
}

/** Means of 5 × 5 pixels. */
function softened(picture: Float32Array): Float32Array {
  const { width, height } = size;
  return picture.map((_, index) => {
    const [x, y] = [Math.floor(index / 4) % width, Math.floor(index / 4 / width)];
    let sum = 0;
    for (let k = 0; k < 25; k++) {
      const [qx, qy] = [Math.min(width - 1, Math.max(0, x + (k % 5) - 2)), Math.min(height - 1, Math.max(0, y + Math.floor(k / 5) - 2))];
      sum += picture[4 * (qy * width + qx) + (index % 4)] ?? NaN;
    }
    return sum / 25;
  });
}

/** A picture moved right and down, bilinearly. */
function shifted(picture: Float32Array, right: number, down: number): Float32Array {
  const { width } = size;
  const [wholeX, wholeY] = [Math.floor(right), Math.floor(down)];
  const [tx, ty] = [right - wholeX, down - wholeY];
  return picture.map((_, index) => {
    const at = (x: number, y: number) => picture[index - 4 * (x + y * width)] ?? 0;
    const above = (1 - tx) * at(wholeX, wholeY) + tx * at(wholeX + 1, wholeY);
    return (1 - ty) * above + ty * ((1 - tx) * at(wholeX, wholeY + 1) + tx * at(wholeX + 1, wholeY + 1));
  });
}

describe('Δ that follows', () => {
  it('a picture that pans, comes along', async () => {
    const pictures = textures(sequence('pan-2'), 9);
    const engine = await wavy(pictures[0]);
    for (const [t, picture] of pictures.entries()) if (t > 0) await frame(engine, picture, timestampOf(t), held);
    const found = await detailOf(device, engine);
    // Eight frames of (1.6, -1.2) pixels.
    expect(apart(found, waves([-8 * 1.6, 8 * 1.2]))).toBeLessThan(0.25);
    expect(apart(found, waves())).toBeGreaterThan(1);
  });

  it('a picture that stays as it is, stays as it is but for its low frequencies', async () => {
    const [picture] = textures(sequence('pan-2'), 1);
    const engine = await wavy(picture);
    const before = await detailOf(device, engine);
    if (picture) for (let t = 1; t <= 10; t++) await frame(engine, picture, timestampOf(t), held);
    expect(largestDifference(await detailOf(device, engine), before)).toBeLessThan(0.02);
  });

  it('a picture in which nothing moves but a sensor’s noise, stays', async () => {
    const pictures = textures(sequence('still'), 16);
    const engine = await wavy(pictures[0]);
    for (const [t, picture] of pictures.entries()) if (t > 0) await frame(engine, picture, timestampOf(t), held);
    expect(apart(await detailOf(device, engine), waves(), 4)).toBeLessThan(0.25);
  });

  it('a cut, is gone after 300 ms', async () => {
    const film = sequence('cut', 24);
    const pictures = textures(film, 22);
    const engine = await wavy(pictures[0]);
    const energies: number[] = [];
    for (const [t, picture] of pictures.entries()) {
      if (t > 0) await frame(engine, picture, timestampOf(t), held);
      energies.push(rms(await detailOf(device, engine)) ** 2);
    }
    // The cut is at frame 12: what is left nine frames later, of what there was just before.
    expect((energies[20] ?? NaN) / (energies[11] ?? NaN)).toBeLessThan(0.05);
    // It fades, and does not pop.
    expect((energies[12] ?? NaN) / (energies[11] ?? NaN)).toBeGreaterThan(0.2);
  });

  it('a source of another size, lets go', async () => {
    const [picture] = textures(sequence('pan-2'), 1);
    const engine = await wavy(picture);
    const other = { width: 128, height: 72 };
    const texture = uploadTexture(device, other, new Uint8Array(4 * other.width * other.height).fill(128));
    for (let round = 0; round < 2; round++) {
      await frame(engine, texture, timestampOf(1), held);
      await engine.prepared();
    }
    for (let t = 2; t <= 11; t++) await frame(engine, texture, timestampOf(t), held);
    expect(rms(await detailOf(device, engine))).toBeLessThan(0.02);
  });

  it('where nothing moves, wanders by its restlessness and keeps its strength', async () => {
    const [picture] = textures(sequence('pan-2'), 1);
    const restless = { ...held, follow: { ...follow, restlessness: 1 } };
    const engine = await wavy(picture, restless);
    const before = await detailOf(device, engine);
    if (picture) for (let t = 1; t <= 30; t++) await frame(engine, picture, timestampOf(t), restless);
    const after = await detailOf(device, engine);
    expect(apart(after, before)).toBeGreaterThan(0.5);
    expect(rms(after) / rms(before)).toBeGreaterThan(0.8);
    expect(rms(after) / rms(before)).toBeLessThan(1.05);
  });

  it('checked both ways, follows as well', async () => {
    const pictures = textures(sequence('pan-2'), 5);
    const strict = { ...held, follow: { ...follow, bothWays: true } };
    const engine = await wavy(pictures[0], strict);
    for (const [t, picture] of pictures.entries()) if (t > 0) await frame(engine, picture, timestampOf(t), strict);
    expect(apart(await detailOf(device, engine), waves([-4 * 1.6, 4 * 1.2]))).toBeLessThan(0.2);
  });
});

describe('a turn that is climbed over several frames', () => {
  it('ends where the picture has gone meanwhile', async () => {
    const pictures = textures(sequence('pan-0.5', 60), 60);
    const [first] = pictures;
    if (!first) throw new TypeError('Expected a picture.');
    const whole = await testEngine(device);
    await warmUp(whole, first, settings);
    await frame(whole, first, timestampOf(1), settings);
    const begun = await detailOf(device, whole);
    const sliced = await testEngine(device, { sliceMs: 1e-9 });
    await warmUp(sliced, first, settings);
    let frames = 0;
    for (const [t, picture] of pictures.entries()) {
      await frame(sliced, picture, timestampOf(t + 1), settings);
      frames = t;
      if (!sliced.climbing) break;
    }
    expect(frames).toBeGreaterThan(4);
    const found = softened(await detailOf(device, sliced));
    // The picture has panned by (0.4, 0.3) pixels in each frame meanwhile.
    expect(apart(found, shifted(softened(begun), 0.4 * frames, 0.3 * frames), 26)).toBeLessThan(0.3);
    expect(apart(found, softened(begun), 26)).toBeGreaterThan(0.5);
  });
});

describe('a frame that is followed', () => {
  it('is one submit and creates nothing after warm-up', async () => {
    const counted = await testDevice();
    const film = sequence('pan-2');
    const pictures = [0, 1, 2].map((t) => uploadTexture(counted, size, film.frame(t)));
    const calls = countCalls(counted);
    const engine = await testEngine(counted);
    const [first] = pictures;
    if (first) await warmUp(engine, first, settings);
    for (let t = 1; t <= 4; t++) await frame(engine, at(pictures, t % 3), timestampOf(t), settings);
    for (const name of Object.keys(calls)) calls[name] = 0;
    for (let t = 5; t < 15; t++) await frame(engine, at(pictures, t % 3), timestampOf(t), settings);
    const { submit, createCommandEncoder, onSubmittedWorkDone, createBindGroup, ...created } = calls;
    expect({ submit, createCommandEncoder, onSubmittedWorkDone }).toEqual({
      submit: 10,
      createCommandEncoder: 10,
      onSubmittedWorkDone: 10,
    });
    // A texture is bound anew when another one was shown before.
    expect(createBindGroup).toBe(10);
    expect(Object.entries(created).filter(([, count]) => count > 0)).toEqual([]);
  });
});

function at(pictures: readonly GPUTexture[], index: number): GPUTexture {
  const picture = pictures[index];
  if (!picture) throw new TypeError('Expected a picture.');
  return picture;
}
