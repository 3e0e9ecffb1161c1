import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Objective } from '../../../src/engine/index.ts';
import { DEFAULTS } from '../../../src/streams/settings/schema.ts';
import { toDreamParams } from '../../../src/streams/settings/dream-params.ts';
import { ObjectiveTextError, formatObjective, parseObjective } from '../../../src/streams/settings/objective-text.ts';
import { parseQuery } from '../../../src/streams/settings/query.ts';
import { updateSettings } from '../../../src/streams/settings/update.ts';

const cases: readonly (readonly [text: string, objective: Objective])[] = [
  ['mixed3:mean:1', [{ layer: 'mixed3', kind: 'mean', weight: 1 }]],
  ['mixed3:energy', [{ layer: 'mixed3', kind: 'energy', weight: 1 }]],
  ['mixed4:channel=100:-.5', [{ layer: 'mixed4', kind: 'channel', channel: 100, weight: -0.5 }]],
  [
    'mixed4:channel=3+7:2',
    [
      { layer: 'mixed4', kind: 'channel', channel: 3, weight: 2 },
      { layer: 'mixed4', kind: 'channel', channel: 7, weight: 2 },
    ],
  ],
  ['mixed4:neuron=12@.5/0.25', [{ layer: 'mixed4', kind: 'neuron', channel: 12, x: 0.5, y: 0.25, weight: 1 }]],
  ['mixed10:class=207:1', [{ layer: 'mixed10', kind: 'class', class: 207, weight: 1 }]],
  ['mixed3:guide', [{ layer: 'mixed3', kind: 'guide', match: 'dot', weight: 1 }]],
  ['mixed3:guide=cosine:2', [{ layer: 'mixed3', kind: 'guide', match: 'cosine', weight: 2 }]],
  ['mixed3:guide=cosine^.5:2', [{ layer: 'mixed3', kind: 'guide', match: 'cosine', power: 0.5, weight: 2 }]],
  [
    'a:mean:1E+2, b/c:energy:2e-3',
    [
      { layer: 'a', kind: 'mean', weight: 100 },
      { layer: 'b/c', kind: 'energy', weight: 0.002 },
    ],
  ],
];

const weight = fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((value) => value + 0);
const place = fc.double({ min: 0, max: 1, noNaN: true }).map((value) => value + 0);
const share = { layer: fc.constantFrom('mixed3', 'a/b', 'conv2d_13'), weight };
const term = fc.oneof(
  fc.record({ ...share, kind: fc.constantFrom('mean' as const, 'energy' as const) }),
  fc.record({ ...share, kind: fc.constant('channel' as const), channel: fc.nat() }),
  fc.record({ ...share, kind: fc.constant('neuron' as const), channel: fc.nat(), x: place, y: place }),
  fc.record({ ...share, kind: fc.constant('class' as const), class: fc.nat() }),
  fc.record({ ...share, kind: fc.constant('guide' as const), match: fc.constant('dot' as const) }),
  fc.record({
    ...share,
    kind: fc.constant('guide' as const),
    match: fc.constant('cosine' as const),
    power: fc.double({ min: 0, max: 9, noNaN: true }),
  }),
);

describe('an objective written down', () => {
  test.for(cases)('%s: read', ([text, objective]) => {
    expect(parseObjective(text)).toEqual(objective);
  });

  test.for([
    '',
    'mixed3',
    'mixed3:mean:',
    'mixed3:ENERGY:1',
    'mixed3:toString:1',
    'mixed3:mean=1',
    'mixed3:channel:1',
    'mixed3:channel=x',
    'mixed3:channel=1.5',
    'mixed3:mean:1,',
    'mixed3:mean:NaN',
    'mixed3:mean:1e999',
    'mixed3:neuron=1:1',
    'mixed3:neuron=1@0.5:1',
    'mixed3:neuron=1@1.5/0:1',
    'mixed3:neuron=1@-.5/0:1',
    'mixed3:class=:1',
    'mixed3:guide=dot^2',
    'mixed3:guide=cosine^-1',
    'mixed3:guide=near',
  ])('"%s": refused by name', (text) => {
    expect(() => parseObjective(text)).toThrow(ObjectiveTextError);
    expect(() => parseObjective(text)).toThrow(`got "${text.split(',').at(-1) ?? ''}"`);
  });

  test.for([
    ['mixed3:mean:1e9', 'a weight from -1000000 to 1000000, got "mixed3:mean:1e9"'],
    ['mixed2:mean,mixed3:guide=cosine^900', 'a power from 0 to 64, got "mixed3:guide=cosine^900"'],
  ] as const)('%s: refused, as the engine would, with what may be', ([text, message]) => {
    expect(() => parseObjective(text)).toThrow(message);
    expect(parseQuery(`?objective=${text}`)).toMatchObject({ settings: DEFAULTS, ignored: [expect.stringContaining(message)] });
    expect(() => updateSettings(DEFAULTS, { objective: text })).toThrow(message);
  });

  test('any objective, comes back as it was', () => {
    fc.assert(
      fc.property(fc.array(term, { minLength: 1, maxLength: 5 }), (terms) => {
        expect(parseObjective(formatObjective(terms))).toEqual(terms);
      }),
    );
  });

  test('channels of one weight, are written as a set', () => {
    expect(formatObjective(parseObjective('a:channel=1:2,a:channel=4:2,a:channel=5:1,b:channel=5:1'))).toBe(
      'a:channel=1+4:2,a:channel=5:1,b:channel=5:1',
    );
  });
});

describe('the objective in the settings', () => {
  test('empty, means the layers', () => {
    expect(toDreamParams({ ...DEFAULTS, layers: { mixed2: 0.5 } }).objective).toEqual([{ layer: 'mixed2', kind: 'mean', weight: 0.5 }]);
  });

  test('written, takes their place', () => {
    const { settings, ignored } = parseQuery('?layers=mixed2:1&objective=mixed4:channel=3%2B7:-1');
    expect(ignored).toEqual([]);
    expect(toDreamParams(settings).objective).toEqual(parseObjective('mixed4:channel=3+7:-1'));
  });

  test('a set of channels with bare plus signs in an address, is read all the same', () => {
    const { settings, ignored } = parseQuery('?objective=mixed4:channel=3+7:1');
    expect(ignored).toEqual([]);
    expect(toDreamParams(settings).objective).toHaveLength(2);
  });

  test('that cannot be read, is ignored and told', () => {
    const { settings, ignored } = parseQuery('?objective=mixed4:chanel=3');
    expect(settings).toEqual(DEFAULTS);
    expect(ignored).toEqual([expect.stringContaining('mixed3:mean:1')]);
  });
});
