import { beforeAll, describe, expect, test } from 'vitest';
import { likelyWay, ways } from '../../../src/engine/kernels/convolution.ts';
import type { Convolution } from '../../../src/engine/kernels/convolution.ts';
import { loadGraph } from '../../../src/engine/network/load.ts';
import { convolutionsOf, makeBlueprint } from '../../../src/engine/plan/blueprint.ts';
import { waysFor } from '../../../src/engine/plan/ways.ts';
import { Tuner, candidatesFor, fastest } from '../../../src/engine/tuning/tuner.ts';
import type { Measure } from '../../../src/engine/tuning/tuner.ts';
import { Tuning, shapeName } from '../../../src/engine/tuning/tuning.ts';
import { tinyFiles } from '../../support/tiny-network.ts';

const never = new AbortController().signal;

/** A GPU whose clock says of each way what `ms` says; it remembers what it was asked for. */
function clockOf(ms: (way: string, index: number) => number | undefined, spent = 1): { measure: Measure; asked: string[] } {
  const asked: string[] = [];
  const measure: Measure = (candidates) => {
    asked.push(candidates[0]?.jobs[0]?.label ?? '');
    const timed = candidates.flatMap(({ way }, index) => {
      const each = ms(way, index);
      return each === undefined ? [] : [[way, each] as const];
    });
    return Promise.resolve({ times: new Map(timed), spent });
  };
  return { measure, asked };
}

describe('the fastest way', () => {
  test.for([
    { times: { usual: 1, other: 0.9 }, way: 'other' },
    { times: { usual: 1, other: 0.971 }, way: 'usual' },
    { times: { usual: 1, other: 0.97 }, way: 'other' },
    { times: { usual: 1, other: 0.8, third: 0.7 }, way: 'third' },
    { times: { usual: 1 }, way: 'usual' },
    { times: { other: 0.1 }, way: undefined },
    { times: {}, way: undefined },
  ])('of $times is $way', ({ times, way }) => {
    expect(fastest('usual', new Map(Object.entries(times)))).toBe(way);
  });
});

describe('the tuner', () => {
  let convolutions: readonly Convolution[];
  const large = (): Convolution => {
    const found = convolutions.toSorted((a, b) => b.macs - a.macs)[0];
    if (!found) throw new TypeError('Expected convolutions.');
    return found;
  };
  beforeAll(async () => {
    const graph = await loadGraph(tinyFiles(), ['tiny2']);
    convolutions = convolutionsOf(graph, { width: 48, height: 36 }, ['tiny2']);
  });

  test('lists each convolution of a plan, and for each every way there is, the likeliest first', async () => {
    const graph = await loadGraph(tinyFiles(), ['tiny2']);
    const labels = makeBlueprint(graph, { width: 48, height: 36 }, ['tiny2']).steps.flatMap(({ jobs }) => jobs.map(({ label }) => label));
    expect(convolutions.length).toBeGreaterThan(15);
    for (const convolution of convolutions) {
      expect(labels).toContain(convolution.label);
      const candidates = candidatesFor(convolution).map(({ way }) => way);
      expect(candidates[0]).toBe(likelyWay(convolution));
      expect(candidates.toSorted()).toEqual(waysFor(convolution).toSorted());
    }
  });

  test('takes what the clock says is faster, each shape asked for once, the largest first', async () => {
    const { measure, asked } = clockOf((way) => (way === 'large' ? 0.5 : 1));
    const tuning = await new Tuner({ measure, precision: 'f32', budgetMs: 1000 }).improve(Tuning.none, convolutions, never);
    const several = convolutions.filter((convolution) => waysFor(convolution).length > 1);
    const shapes = new Set(several.map((convolution) => shapeName(convolution, 'f32')));
    expect(asked.length).toBe(shapes.size);
    const macs = asked.map((label) => convolutions.find((convolution) => convolution.label === label)?.macs ?? NaN);
    expect(macs).toEqual(macs.toSorted((a, b) => b - a));
    for (const convolution of convolutions) {
      expect(tuning.wayOf('f32')(convolution)).toBe(ways['large']?.(convolution) ? 'large' : likelyWay(convolution));
    }
  });

  test('that knows all shapes already, measures nothing', async () => {
    const first = clockOf(() => 1);
    const tuning = await new Tuner({ measure: first.measure, precision: 'f32', budgetMs: 1000 }).improve(Tuning.none, convolutions, never);
    const second = clockOf(() => 1);
    const read = Tuning.parse(tuning.toJson());
    expect(await new Tuner({ measure: second.measure, precision: 'f32', budgetMs: 1000 }).improve(read, convolutions, never)).toBe(read);
    expect(first.asked.length).toBeGreaterThan(5);
    expect(second.asked).toEqual([]);
  });

  test('out of budget, stops where it is and keeps what it found', async () => {
    const { measure, asked } = clockOf((way) => (way === 'large' ? 0.5 : 1), 10);
    const tuner = new Tuner({ measure, precision: 'f32', budgetMs: 25 });
    const tuning = await tuner.improve(Tuning.none, convolutions, never);
    expect(asked.length).toBe(3);
    expect(tuner.exhausted).toBe(true);
    expect(tuning.wayOf('f32')(large())).toBe('large');
    expect(await tuner.improve(tuning, convolutions, never)).toBe(tuning);
  });

  test('without a clock, asks three times and leaves the usual way', async () => {
    const { measure, asked } = clockOf(() => undefined);
    const tuner = new Tuner({ measure, precision: 'f32', budgetMs: 1000 });
    const tuning = await tuner.improve(Tuning.none, convolutions, never);
    expect(asked.length).toBe(3);
    expect(tuning.has(large(), 'f32')).toBe(false);
    expect(tuner.exhausted).toBe(true);
  });

  test('whose usual way cannot be timed, does not trust the others', async () => {
    const { measure } = clockOf((_, index) => (index === 0 ? undefined : 0.1));
    const tuning = await new Tuner({ measure, precision: 'f32', budgetMs: 1000 }).improve(Tuning.none, convolutions, never);
    expect(tuning.has(large(), 'f32')).toBe(false);
  });

  test('stopped while it measures, believes nothing of that and asks no more', async () => {
    const abort = new AbortController();
    const { measure, asked } = clockOf((way) => (way === 'large' ? 0.5 : 1));
    const stopping: Measure = (candidates, signal) => {
      if (asked.length === 1) abort.abort();
      return measure(candidates, signal);
    };
    const tuner = new Tuner({ measure: stopping, precision: 'f32', budgetMs: 1000 });
    const tuning = await tuner.improve(Tuning.none, convolutions, abort.signal);
    expect(asked.length).toBe(2);
    expect(tuning.wayOf('f32')(large())).toBe('large');
    expect(tuning.size).toBeLessThan(3);
  });
});
