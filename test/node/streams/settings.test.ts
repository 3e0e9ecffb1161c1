import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkParams } from '../../../src/engine/check-params.ts';
import { NO_FEEDBACK, TUTORIAL_RULE } from '../../../src/engine/index.ts';
import { DEFAULTS, SETTINGS, type Settings } from '../../../src/streams/settings/schema.ts';
import { requestOf } from '../../../src/streams/source-request.ts';
import { precisionOf, rateToHold, toDreamParams } from '../../../src/streams/settings/dream-params.ts';
import { formatQuery, parseQuery } from '../../../src/streams/settings/query.ts';
import type { AnySetting } from '../../../src/streams/settings/setting.ts';
import { SettingsError, updateSettings } from '../../../src/streams/settings/update.ts';

/** Any value a setting takes, on the grid its slider uses. */
function valuesOf(setting: AnySetting): fc.Arbitrary<unknown> {
  switch (setting.kind) {
    case 'number': {
      const { min, max, step } = setting;
      return fc.integer({ min: 0, max: Math.floor((max - min) / step + 1e-9) }).map((n) => Math.min(max, min + n * step));
    }
    case 'flag':
      return fc.boolean();
    case 'choice':
      return fc.constantFrom(...setting.choices, ...(setting.open ? ['https://example.org/a%20b.mp4?x=1&y=2#z', './cloud.png'] : []));
    case 'text':
      return fc.string();
    case 'objective':
      return fc.constantFrom('', 'mixed3:channel=3+7:-0.5', 'mixed3:neuron=1@0.5/0.25:1,mixed2:guide=cosine^2:1');
    case 'layers':
      return fc.dictionary(fc.constantFrom('mixed0', 'mixed2', 'mixed5'), fc.double({ min: 0.01, max: setting.max, noNaN: true }), {
        minKeys: 1,
        noNullPrototype: true,
      });
    default:
      return setting satisfies never;
  }
}

const anySettings = fc
  .record(Object.fromEntries(SETTINGS.map((setting) => [setting.name, valuesOf(setting)])))
  .map((values): Settings => updateSettings(DEFAULTS, values));

describe('settings in the URL', () => {
  test('any settings, come back as they were', () => {
    fc.assert(
      fc.property(anySettings, (settings) => {
        const parsed = parseQuery(formatQuery(settings));
        expect(parsed.settings).toEqual(settings);
        expect(parsed.ignored).toEqual([]);
      }),
    );
  });

  test('the example of the page, is read and written alike', () => {
    const query = '?source=demo&layers=mixed2:1,mixed3:0.5&steps=3&size=256';
    const { settings, named } = parseQuery(query);
    expect(settings).toEqual({ ...DEFAULTS, layers: { mixed2: 1, mixed3: 0.5 }, steps: 3, size: 256 });
    expect(named).toEqual(['source', 'layers', 'steps', 'size']);
    expect(formatQuery(settings, named)).toBe(query);
  });

  test('defaults, need no query', () => {
    expect(formatQuery(DEFAULTS)).toBe('');
    expect(parseQuery('').settings).toEqual(DEFAULTS);
  });

  test('an address that dies with the page, is left out', () => {
    expect(formatQuery({ ...DEFAULTS, source: 'blob:http://localhost/1' }, ['source'])).toBe('');
    expect(formatQuery({ ...DEFAULTS, source: `data:image/png;base64,${'A'.repeat(5000)}` }, ['source'])).toBe('');
  });

  test('a flag without a value, is on', () => {
    expect(parseQuery('?stats&mirror=0').settings).toMatchObject({ stats: true, mirror: false });
  });

  test.each([
    ['?colour=red', 'There is no setting called “colour”.'],
    ['?steps=99', '“steps” takes a whole number from 0 to 8; “99” was ignored.'],
    ['?steps=1.5', '“steps” takes a whole number from 0 to 8; “1.5” was ignored.'],
    ['?steps=', '“steps” takes a whole number from 0 to 8; “” was ignored.'],
    ['?mirror=perhaps', '“mirror” takes true or false; “perhaps” was ignored.'],
    [
      '?source=javascript:alert(1)',
      '“source” takes camera, screen, demo or the address of a picture or video; “javascript:alert(1)” was ignored.',
    ],
    ['?zoom=NaN', '“zoom” takes a number from 0.5 to 2; “NaN” was ignored.'],
    ['?laplacian=2.5', '“laplacian” takes a whole number from 0 to 6; “2.5” was ignored.'],
    ['?octaves=0', '“octaves” takes a whole number from 1 to 8; “0” was ignored.'],
    ['?normalise=max', '“normalise” takes std, mean-abs, rms; “max” was ignored.'],
    ['?rate=50', '“rate” takes 30, 60, display, off; “50” was ignored.'],
    ['?source=//[', '“source” takes camera, screen, demo or the address of a picture or video; “//[” was ignored.'],
    [
      '?layers=mixed2:-1',
      '“layers” takes layers with weights up to 2, at least one above 0, such as mixed2:1,mixed3:0.5; “mixed2:-1” was ignored.',
    ],
    [
      '?layers=mixed2:0',
      '“layers” takes layers with weights up to 2, at least one above 0, such as mixed2:1,mixed3:0.5; “mixed2:0” was ignored.',
    ],
  ])('an unknown name or value %s, is ignored and named', (query, sentence) => {
    const parsed = parseQuery(query);
    expect(parsed.settings).toEqual(DEFAULTS);
    expect(parsed.ignored).toEqual([sentence]);
  });

  test('any text, never throws', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...SETTINGS.map(({ name }) => name as string), 'x'), fc.string())), (pairs) => {
        const query = new URLSearchParams(pairs.map(([name, value]) => [name, value])).toString();
        expect(() => parseQuery(query)).not.toThrow();
      }),
    );
  });
});

describe('settings updates', () => {
  test('a partial update, changes what it names and nothing else', () => {
    expect(updateSettings(DEFAULTS, { steps: 4 })).toEqual({ ...DEFAULTS, steps: 4 });
    expect(updateSettings({ ...DEFAULTS, steps: 4 }, { size: 96, steps: undefined })).toEqual({ ...DEFAULTS, steps: 4, size: 96 });
  });

  test('layers as text, are read as in the URL', () => {
    expect(updateSettings(DEFAULTS, { layers: 'mixed4, mixed5:.5' }).layers).toEqual({ mixed4: 1, mixed5: 0.5 });
  });

  test('layers of weight 0, are left out', () => {
    expect(updateSettings(DEFAULTS, { layers: { mixed2: 0, mixed3: 1 } }).layers).toEqual({ mixed3: 1 });
  });

  test.each([
    [{ depth: 3 }, 'unknown-setting', 'depth'],
    [{ __proto__: null, toString: 1 }, 'unknown-setting', 'toString'],
    [{ steps: '2' }, 'bad-setting', 'steps'],
    [{ intensity: Number.NaN }, 'bad-setting', 'intensity'],
    [{ persistence: Infinity }, 'bad-setting', 'persistence'],
    [{ source: 'ftp://example.org/a' }, 'bad-setting', 'source'],
    [{ layers: {} }, 'bad-setting', 'layers'],
    ['steps=2', 'bad-setting', ''],
  ])('%o, is refused with its code', (partial, code, setting) => {
    const error = thrownBy(() => updateSettings(DEFAULTS, partial));
    expect(error).toBeInstanceOf(SettingsError);
    expect(error).toMatchObject({ code, setting });
  });

  test('a refusal, says what was expected and what came', () => {
    expect(thrownBy(() => updateSettings(DEFAULTS, { size: 5000 }))).toMatchObject({
      message: '“size” takes a whole number from 96 to 1024, but 5000 came.',
    });
  });
});

describe('the source that settings ask for', () => {
  test.each([
    ['/pictures/blue%20sky.png', 'blue sky.png'],
    ['/pictures/100%.png', '100%.png'],
    ['https://example.org/', 'example.org'],
    ['data:image/png;base64,AAAA/AAAA', 'picture or video'],
  ])('%s, is a file called %s', (source, name) => {
    expect(requestOf({ ...DEFAULTS, source }, 'http://localhost/')).toMatchObject({ kind: 'file', name });
  });
});

describe('dream params', () => {
  test('the defaults, are the opening look', () => {
    expect(toDreamParams(DEFAULTS)).toMatchObject({
      objective: [
        { layer: 'mixed2', kind: 'mean', weight: 1 },
        { layer: 'mixed3', kind: 'mean', weight: 1 },
      ],
      steps: 4,
      stepSize: 0.01,
      halfLife: 4,
      follow: { faithfulness: 0.5, bothWays: false, restlessness: 0.3 },
      intensity: 1,
      dreamSize: 320,
      octaves: 3,
      octaveScale: 1.3,
      octaveFirst: 0,
      octaveOrder: 'in-turn',
      rule: TUTORIAL_RULE,
      feedback: NO_FEEDBACK,
      originalColours: false,
      jitter: 32,
      seed: 1,
    });
  });

  test('the ascent’s settings, reach the engine as they are set', () => {
    const query =
      '?octaveOrder=all&octaveFirst=1&normalise=mean-abs&smoothing=0.5&laplacian=4&variation=0.1&zoom=1.05&rotate=-3&driftX=0.1&seed=7';
    const { settings, ignored } = parseQuery(query);
    expect(ignored).toEqual([]);
    expect(toDreamParams(settings)).toMatchObject({
      octaveOrder: 'all',
      octaveFirst: 1,
      rule: { normalise: 'mean-abs', smoothing: 0.5, laplacian: 4, variation: 0.1 },
      feedback: { zoom: 1.05, rotate: -3, driftX: 0.1, driftY: 0 },
      seed: 7,
    });
  });

  test('of any settings, are what the engine takes', () => {
    fc.assert(
      fc.property(anySettings, (settings) => {
        checkParams(toDreamParams(settings));
      }),
    );
  });

  test.each([
    [{}, 30],
    [{ rate: '60' }, 60],
    [{ rate: 'display' }, 144],
    [{ rate: 'off' }, null],
    [{ rate: '60', deterministic: true }, null],
  ] as const)('%o, holds %s turns a second', (partial, rate) => {
    expect(rateToHold({ ...DEFAULTS, ...partial }, 144)).toBe(rate);
  });

  test.each([
    ['auto', 'auto'],
    ['f32', 'f32'],
    ['f16', 'f16'],
    ['f64', 'auto'],
  ] as const)('precision %s, is %s to the engine', (precision, told) => {
    expect(precisionOf({ ...DEFAULTS, precision })).toBe(told);
  });

  test('deterministic, is told to the engine only where it is asked for', () => {
    expect(toDreamParams(DEFAULTS)).not.toHaveProperty('deterministic');
    expect(toDreamParams({ ...DEFAULTS, deterministic: true }).deterministic).toBe(true);
  });

  test('mirroring, is for cameras only', () => {
    expect(toDreamParams({ ...DEFAULTS, mirror: true, source: 'camera' }).mirror).toBe(true);
    expect(toDreamParams({ ...DEFAULTS, mirror: true, source: 'screen' }).mirror).toBe(false);
    expect(toDreamParams({ ...DEFAULTS, mirror: false, source: 'camera' }).mirror).toBe(false);
  });
});

function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
}
