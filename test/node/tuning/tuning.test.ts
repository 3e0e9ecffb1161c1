import { beforeAll, describe, expect, test } from 'vitest';
import { ways } from '../../../src/engine/kernels/convolution.ts';
import type { Convolution } from '../../../src/engine/kernels/convolution.ts';
import { loadGraph } from '../../../src/engine/network/load.ts';
import { convolutionsOf } from '../../../src/engine/plan/blueprint.ts';
import { waysFor } from '../../../src/engine/plan/ways.ts';
import { Tuning } from '../../../src/engine/tuning/tuning.ts';
import { tinyFiles } from '../../support/tiny-network.ts';

/** The convolutions of the tiny network at some width: forward and backward, masked and not, from and to the picture. */
async function convolutionsAt(width: number): Promise<readonly Convolution[]> {
  return convolutionsOf(await loadGraph(tinyFiles(), ['tiny1']), { width, height: 36 }, ['tiny1']);
}

/** The first of two ways, taken by turns so that neighbours differ. */
const someWay = (convolution: Convolution, index: number): string => {
  const names = waysFor(convolution);
  return names[index % names.length] ?? '';
};

const tuningOf = (convolutions: readonly Convolution[]): Tuning =>
  convolutions.reduce((tuning, convolution, index) => tuning.with(convolution, 'f32', someWay(convolution, index)), Tuning.none);

const chosen = (tuning: Tuning, convolutions: readonly Convolution[]) => convolutions.map(tuning.wayOf('f32'));

describe('a tuning', () => {
  let convolutions: readonly Convolution[];
  beforeAll(async () => {
    convolutions = await convolutionsAt(48);
  });

  test('written and read, says the same', () => {
    const tuning = tuningOf(convolutions);
    const read = Tuning.parse(tuning.toJson());
    expect(tuning.size).toBeGreaterThan(10);
    expect(read.size).toBe(tuning.size);
    expect(chosen(read, convolutions)).toEqual(chosen(tuning, convolutions));
    expect(new Set(chosen(read, convolutions)).size).toBeGreaterThan(1);
  });

  test('asked for another precision or another kind, says nothing', () => {
    const [first, ...others] = convolutions;
    if (!first) throw new TypeError('Expected convolutions.');
    const tuning = Tuning.none.with(first, 'f32', 'wide');
    expect(tuning.wayOf('f32')(first)).toBe('wide');
    expect(tuning.wayOf('f16')(first)).toBeUndefined();
    expect(chosen(tuning, others).filter((way) => way !== undefined)).toEqual([]);
  });

  test('asked for a change that kernels care for, says nothing', () => {
    const [, masked] = convolutions.filter(({ backward, results }) => !backward && results.some(({ mask }) => mask));
    if (!masked) throw new TypeError('Expected a convolution with a mask.');
    const tuning = Tuning.none.with(masked, 'f32', 'wide');
    expect(tuning.wayOf('f32')({ ...masked, label: 'another' })).toBe('wide');
    const changed: readonly Partial<Convolution>[] = [
      { backward: true },
      { accumulate: true },
      { window: { ...masked.window, stride: [2, 2] } },
      { results: masked.results.map((result) => ({ ...result, mask: null })) },
      { results: masked.results.map((result) => ({ ...result, quads: result.quads + 1 })) },
      { sources: masked.sources.map((source) => ({ ...source, quads: source.quads + 1 })) },
      { sources: [...masked.sources, ...masked.sources] },
    ];
    for (const change of changed) expect(tuning.wayOf('f32')({ ...masked, ...change }), Object.keys(change).join()).toBeUndefined();
  });

  test('of another size, serves up to twice the pixels; the nearest wins', async () => {
    const at = async (width: number): Promise<Convolution> => {
      const body = (await convolutionsAt(width)).find(({ label }) => label.startsWith('body'));
      if (!body) throw new TypeError('Expected the tiny network to have a body.');
      return body;
    };
    const [small, middle, large] = [await at(40), await at(64), await at(200)];
    const tuning = Tuning.none.with(small, 'f32', 'small').with(large, 'f32', 'large');
    expect(tuning.wayOf('f32')(middle)).toBe('small');
    expect(tuning.wayOf('f32')(await at(150))).toBe('large');
    expect(tuning.wayOf('f32')(await at(90))).toBeUndefined();
    expect(tuning.has(middle, 'f32')).toBe(false);
    expect(tuning.with(middle, 'f32', 'wide').wayOf('f32')(middle)).toBe('wide');
  });

  test.for([
    ['nothing', null],
    ['no JSON', '{"version": 1'],
    ['a list', '[]'],
    ['a number', '7'],
    ['null', 'null'],
    ['another version', JSON.stringify({ version: 0, known: Object.keys(ways).sort(), found: [['k', 's', 9, 'wide']] })],
    ['other ways known', JSON.stringify({ version: 1, known: ['wide', 'steam'], found: [['k', 's', 9, 'wide']] })],
    ['a shape without pixels', JSON.stringify({ version: 1, known: Object.keys(ways).sort(), found: [['k', 's', 0, 'wide']] })],
    ['a shape cut short', JSON.stringify({ version: 1, known: Object.keys(ways).sort(), found: [['k', 's', 9]] })],
    ['no shapes', JSON.stringify({ version: 1, known: Object.keys(ways).sort() })],
  ] as const)('read from %s, is none', ([, json]) => {
    expect(Tuning.parse(json).size).toBe(0);
  });

  test('with a way that does not exist, goes without it', () => {
    const known = Object.keys(ways).sort();
    const found = [
      ['k', 's', 9, 'wide'],
      ['k', 't', 9, 'toString'],
      ['k', 'u', 9, 'steam'],
    ];
    expect(Tuning.parse(JSON.stringify({ version: 1, known, found })).size).toBe(1);
  });
});
