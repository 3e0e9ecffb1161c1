import { EngineError } from '../errors.ts';
import type { ObjectiveTerm } from '../objective.ts';
import type { Tensor } from './layout.ts';

/**
 * What a layer's terms come to: for each stored channel a linear coefficient, then for each a quadratic one, so that the layer's share
 * of the objective is Σ linear·a + quadratic/2·a² over all pixels and channels.
 */
export function coefficientsOf(terms: readonly ObjectiveTerm[], tensor: Tensor): Float32Array<ArrayBuffer> {
  const stored = tensor.logical.length;
  const values = new Float32Array(stored * 2);
  const pixels = tensor.height * tensor.width;
  for (const term of terms) {
    tensor.logical.forEach((channel, index) => {
      if (channel < 0) return;
      const [linear, quadratic] = shares(term, channel, pixels, tensor.channels);
      values[index] = (values[index] ?? 0) + linear;
      values[stored + index] = (values[stored + index] ?? 0) + quadratic;
    });
  }
  return values;
}

function shares(term: ObjectiveTerm, channel: number, pixels: number, channels: number): readonly [linear: number, quadratic: number] {
  switch (term.kind) {
    case 'mean':
      return [term.weight / (pixels * channels), 0];
    case 'energy':
      return [0, (2 * term.weight) / (pixels * channels)];
    case 'channel': {
      if (term.channel === undefined || !Number.isInteger(term.channel) || term.channel < 0 || term.channel >= channels) {
        const came = String(term.channel);
        throw new EngineError(
          'bad-params',
          `Expected a channel of ${term.layer} from 0 to ${String(channels - 1)}, got ${came}. Choose one of those.`,
        );
      }
      return [channel === term.channel ? term.weight / pixels : 0, 0];
    }
    default:
      return term.kind satisfies never;
  }
}
