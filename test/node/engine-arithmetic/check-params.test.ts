import { describe, expect, it } from 'vitest';
import { TUTORIAL_RULE } from '../../../src/engine/ascent-rule.ts';
import { checkParams } from '../../../src/engine/check-params.ts';
import { EngineError } from '../../../src/engine/errors.ts';
import { type DreamParams, NO_FEEDBACK } from '../../../src/engine/dream-params.ts';

const params: DreamParams = {
  objective: [{ layer: 'mixed3', kind: 'mean', weight: 1 }],
  steps: 2,
  stepSize: 0.02,
  halfLife: 2,
  intensity: 1,
  dreamSize: 320,
  octaves: 3,
  octaveScale: 1.3,
  octaveFirst: 0,
  octaveOrder: 'in-turn',
  rule: TUTORIAL_RULE,
  jitter: 32,
  seed: 1,
  feedback: NO_FEEDBACK,
  follow: null,
  originalColours: false,
  mirror: false,
  outputSize: 1920,
};

describe('params', () => {
  it('of the opening look: are taken', () => {
    expect(() => {
      checkParams(params);
    }).not.toThrow();
  });

  it.each<readonly [Partial<DreamParams>, string]>([
    [{ steps: NaN }, 'Expected steps to be a whole number from 0 to 16, got NaN.'],
    [{ octaveFirst: -1 }, 'Expected octaveFirst to be a whole number from 0 to 31, got -1.'],
    [{ seed: 0.5 }, 'Expected seed to be a whole number from 0 to 4294967295, got 0.5.'],
    [{ rule: { ...TUTORIAL_RULE, smoothing: NaN } }, 'Expected smoothing to be a number from 0 to 4, got NaN.'],
    [{ rule: { ...TUTORIAL_RULE, laplacian: 7 } }, 'Expected laplacian to be a whole number from 0 to 6, got 7.'],
    [{ rule: { ...TUTORIAL_RULE, variation: -1 } }, 'Expected variation to be a number from 0 to 10, got -1.'],
    [{ feedback: { ...NO_FEEDBACK, zoom: 0 } }, 'Expected zoom to be a number from 0.1 to 10, got 0.'],
    [{ feedback: { ...NO_FEEDBACK, driftY: Infinity } }, 'Expected driftY to be a number from -10 to 10, got Infinity.'],
  ])('%o: are refused by name', (change, message) => {
    expect(() => {
      checkParams({ ...params, ...change });
    }).toThrow(message);
  });

  it.each([
    [[{ kind: 'sum', layer: 'tiny0', weight: 1 }], 'one of mean, energy, channel, neuron, class, guide, got sum'],
    [[{ kind: 'guide', match: 'near', layer: 'tiny0', weight: 1 }], 'to be dot or cosine, got near'],
    [[{ kind: 'guide', match: 'cosine', power: 65, layer: 'tiny0', weight: 1 }], 'from 0 to 64, got 65'],
  ])('with an objective of %o: are refused by name', (objective, message) => {
    const check = (): void => {
      // Scripts have no types.
      checkParams({ ...params, objective } as DreamParams);
    };
    expect(check).toThrow(EngineError);
    expect(check).toThrow(message);
  });

  it.each([
    ['normalise', { rule: { ...TUTORIAL_RULE, normalise: 'max' } }, 'Expected normalise to be one of std, mean-abs, rms, got max.'],
    ['octaveOrder', { octaveOrder: 'both' }, 'Expected octaveOrder to be one of in-turn, all, got both.'],
  ])('with a choice of %s that there is not: are refused by name', (_, change, message) => {
    expect(() => {
      // Scripts have no types.
      checkParams({ ...params, ...change } as DreamParams);
    }).toThrow(message);
  });
});
