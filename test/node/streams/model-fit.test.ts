import { describe, expect, test } from 'vitest';
import { fitLayers, fitObjective } from '../../../src/streams/model-fit.ts';
import type { LayerInfo } from '../../../src/streams/states.ts';

const layers: readonly LayerInfo[] = [
  { name: 'mixed2', channels: 288, stride: 8, note: 'scales', offered: true },
  { name: 'mixed3', channels: 768, stride: 16, note: 'eyes', offered: true },
];

describe('what the model can take', () => {
  test('layers that it lacks, are named and left out', () => {
    expect(fitLayers({ mixed2: 1, mixed99: 0.5 }, layers)).toEqual({
      kept: { mixed2: 1 },
      problems: ['The model has no layer called “mixed99”.'],
    });
  });

  test('an objective of layers that it lacks, is named and goes', () => {
    expect(fitObjective('mixed99:mean,mixed99:energy:2', layers)).toEqual({
      kept: '',
      problems: ['The model has no layer called “mixed99”.'],
    });
  });

  test.for(['mixed3:channel=767+768:2', 'mixed3:channel=767:2,mixed3:neuron=768@0.5/0.5'])('%s: without the channel it lacks', (text) => {
    expect(fitObjective(text, layers)).toEqual({
      kept: 'mixed3:channel=767:2',
      problems: ['The model’s layer “mixed3” has the channels 0 to 767, not 768.'],
    });
  });

  test.for(['', ' mixed2:mean:1, mixed3:neuron=767@0/1', 'mixed3:guide=cosine^2'])('“%s”, stays as it is written', (text) => {
    expect(fitObjective(text, layers)).toEqual({ kept: text, problems: [] });
  });

  test('while its layers are not known, all that is named', () => {
    expect(fitObjective('mixed99:mean', [])).toEqual({ kept: 'mixed99:mean', problems: [] });
    expect(fitLayers({ mixed99: 1 }, [])).toEqual({ kept: { mixed99: 1 }, problems: [] });
  });
});
