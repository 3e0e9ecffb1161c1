import { beforeAll, describe, expect, it } from 'vitest';
import { halfOf, pyramidOf } from '../../../src/engine/carry/follow-layout.ts';
import { pyramidUniform } from '../../../src/engine/carry/pyramid-uniform.ts';
import { FollowKernel } from '../../../src/engine/kernels/follow.ts';
import type { FollowValues } from '../../../src/engine/kernels/frame.ts';
import { Pipelines } from '../../../src/engine/kernels/pipelines.ts';
import type { Size } from '../../../src/engine/octaves.ts';
import { followTwin } from '../../support/frames/flow-twins-field.ts';
import type { FollowInput } from '../../support/frames/flow-twins-field.ts';
import { fieldOf, followFrame, frameBuffer, usualFollow } from '../../support/frames/flow-twins-frame.ts';
import { fill, waves } from '../../support/frames/flow-twins-grid.ts';
import { download, run, testDevice, upload } from '../../support/frames/gpu.ts';
import { largestDifference } from '../../support/frames/pictures.ts';

/** Every last workgroup is partial. */
const dream: Size = { width: 47, height: 37 };
const half = halfOf(dream);
const area = half.width * half.height;

/** What three cosines of half of 8 pixels a second for 0.05 seconds may be off, as WGSL has them exact to 2^-11. */
const WAVES = 3 * 0.5 * 8 * 0.05 * 2 ** -11;

let device: GPUDevice;
let pipelines: Pipelines;

beforeAll(async () => {
  device = await testDevice();
  pipelines = new Pipelines(device);
});

const constant = (count: number, ...values: readonly number[]): Float32Array<ArrayBuffer> =>
  Float32Array.from({ length: count * area }, (_, index) => values[index % count] ?? NaN);

type Input = Omit<FollowInput, 'dream' | 'size' | 'values'>;

/** Nothing moves, nothing is wrong, nothing is doubted. */
const calm: Input = {
  flow: constant(2, 0, 0),
  mismatch: constant(1, 0),
  count: 0,
  before: constant(4, 0, 0, 0, 0),
  movedBefore: constant(4, 0, 0, 0, 0),
};

/** One frame of the kernel, what it should have made, and the two counts that it left. */
async function follow(changes: Partial<FollowValues>, input: Input) {
  const values = { ...usualFollow, ...changes };
  const { turn } = values;
  const kernel = await FollowKernel.create(device, pipelines);
  const counts = upload(device, new Float32Array(new Uint32Array(turn === 0 ? [input.count, 77] : [77, input.count]).buffer));
  const [field, moved] = [upload(device, constant(4, 9, 9, 9, 9)), upload(device, constant(4, 9, 9, 9, 9))];
  const [flow, mismatch, before, movedBefore] = [input.flow, input.mismatch, input.before, input.movedBefore].map((grid) =>
    upload(device, Float32Array.from(grid)),
  );
  if (!flow || !mismatch || !before || !movedBefore) throw new TypeError('Expected four grids.');
  const buffers = {
    frame: frameBuffer(device, followFrame(dream, values)),
    pyramid: pyramidUniform(device, pyramidOf(dream)),
    counts,
    field,
    moved,
  };
  run(device, [kernel.dispatch({ ...buffers, flow, mismatch, before, movedBefore }, half)]);
  const left = new Uint32Array((await download(device, counts)).buffer);
  return {
    field: await download(device, field),
    moved: await download(device, moved),
    counts: [left[turn], left[1 - turn]],
    expected: followTwin({ dream, size: half, values, ...input }),
  };
}

/** One channel of a field. */
const channel = (field: Float32Array, index: number): Float32Array => field.filter((_, at) => at % 4 === index);

/** Flows that leave the picture in places, mismatches and doubts around the limits. */
const busy: Input = {
  flow: waves(half, 2, 20, 5),
  mismatch: waves(half, 1, 21, 5).map(Math.abs),
  count: 100,
  before: fieldOf(dream, waves(half, 2, 22, 5), (x, y) => Math.abs(Math.sin(x / 4) * Math.cos(y / 5))),
  movedBefore: waves(half, 4, 23, 8),
};

describe('follow', () => {
  it.each([
    { turn: 0 },
    { turn: 1, restless: 8, time: 905.25 },
    { underWay: false },
    { known: false, restless: 8 },
    { letGo: true },
    { seconds: 0.2, weak: 1 },
  ] as const)('of a busy picture, %o: where Δ comes from, its doubt, how far it has moved', async (changes) => {
    const { field, moved, counts, expected } = await follow(changes, busy);
    const bound = 'restless' in changes ? WAVES : 2e-5;
    expect(largestDifference(field, expected.field)).toBeLessThan(bound);
    expect(largestDifference(moved, expected.moved)).toBeLessThan(bound);
    // The last frame's count is made ready for the next one.
    expect(counts).toEqual([busy.count, 0]);
  });

  it('of the first frame: nothing has moved and nothing is doubted', async () => {
    const { field, moved } = await follow({ known: false }, { ...busy, count: area });
    expect(field).toEqual(constant(4, 0, 0, 0, 0));
    expect(moved).toEqual(constant(4, 0, 0, 0, 0));
  });

  it('of a cut, which is more than 40 % of the picture: doubts everything, moves nothing', async () => {
    const limit = Math.floor(0.4 * area);
    const cut = await follow({}, { ...busy, count: limit + 1 });
    expect(cut.field).toEqual(constant(4, 0, 0, 1, 0));
    const hardly = await follow({}, { ...busy, count: limit });
    expect(channel(hardly.field, 0)).not.toEqual(constant(1, 0));
    expect(Math.min(...channel(hardly.field, 2))).toBe(0);
  });

  it.each([
    { mismatch: 3, doubt: 0, expected: 0 },
    { mismatch: 3, doubt: 0.3, expected: 1 },
    { mismatch: 4, doubt: 0, expected: 0.5 },
    { mismatch: 2, doubt: 0.3, expected: 0.5 },
    { mismatch: 5, doubt: 0, expected: 1 },
    { mismatch: 1.5, doubt: 0.3, expected: 0.1 },
  ])(
    'of a mismatch of $mismatch between limits of 2 and 4, doubted $doubt before: doubts $expected',
    async ({ mismatch, doubt, expected }) => {
      const { field } = await follow({}, { ...calm, mismatch: constant(1, mismatch), before: constant(4, 0, 0, doubt, 0) });
      expect(largestDifference(channel(field, 2), constant(1, expected))).toBeLessThan(1e-5);
    },
  );

  it('of a doubt that has no more reason: fades in a quarter of a second', async () => {
    const doubts: number[] = [];
    let before: ArrayLike<number> = constant(4, 0, 0, 1, 0);
    for (let frame = 0; frame < 6; frame++) {
      const { field } = await follow({}, { ...calm, before });
      before = field;
      doubts.push(...channel(field, 2).subarray(0, 1));
    }
    expect(largestDifference(doubts, [0.8, 0.6, 0.4, 0.2, 0, 0])).toBeLessThan(1e-6);
    expect(doubts.at(-1)).toBe(0);
  });

  it('of a doubt somewhere: comes along with the picture', async () => {
    const before = fieldOf(dream, calm.flow, (x) => Number(x === 10));
    const { field } = await follow({}, { ...calm, before, flow: constant(2, 6, 0) });
    const row = channel(field, 2).subarray(5 * half.width, 6 * half.width);
    expect(
      largestDifference(
        row,
        Array.from(row, (_, x) => (x === 7 ? 0.8 : 0)),
      ),
    ).toBeLessThan(1e-6);
  });

  it('while a turn is under way: adds up how far Δ moves; else begins anew', async () => {
    const input = { ...calm, flow: constant(2, 1, -2), movedBefore: constant(4, 3, 4, 0.5, 0) };
    expect((await follow({}, input)).moved).toEqual(constant(4, 4, 2, 0.5, 0));
    expect((await follow({ underWay: false }, input)).moved).toEqual(constant(4, 0, 0, 0, 0));
  });

  it('restless: wanders where nothing moves, by one and a half times its speed at most', async () => {
    // On the right 1 pixel in 0.05 s: more than 16 a second.
    const flow = Float32Array.from(fill(half, 2, (x, _, axis) => Number(axis === 0 && x >= 12)));
    const { field, expected } = await follow({ restless: 8 }, { ...calm, flow });
    const lengths = Array.from({ length: area }, (_, k) =>
      Math.hypot((field[4 * k] ?? NaN) - (flow[2 * k] ?? NaN), field[4 * k + 1] ?? NaN),
    );
    const [still, fast] = [lengths.filter((_, k) => k % half.width < 12), lengths.filter((_, k) => k % half.width >= 12)];
    expect(Math.max(...fast)).toBe(0);
    expect(Math.max(...still)).toBeGreaterThan(0.25 * 8 * usualFollow.seconds);
    expect(Math.max(...still)).toBeLessThanOrEqual(1.5 * 8 * usualFollow.seconds);
    expect(largestDifference(field, expected.field)).toBeLessThan(WAVES);
  });
});
