import { EngineError } from '../errors.ts';
import type { GuideTerm, Objective } from '../objective.ts';
import type { Blueprint } from './blueprint.ts';
import { coefficientsOf, guideCoefficients, largestGuideSeed, largestSeed, scaledSeeds } from './coefficients.ts';

/** Numbers for the plan's coefficients, and where they lie among them, in quads. */
type Placed = readonly [place: number, values: Float32Array<ArrayBuffer>];

/** What an objective comes to in a plan. */
export interface ObjectiveValues {
  readonly layers: readonly Placed[];
  readonly guides: readonly Placed[];
  /** What undoes the scale of the seeds. */
  readonly unscale: Float32Array<ArrayBuffer>;
}

/** Throws what {@link Plan.setObjective} does. */
export function objectiveValues(objective: Objective, blueprint: Blueprint): ObjectiveValues {
  checkPlanned(objective, blueprint);
  const { layers, guides, head, width, height, precision } = blueprint;
  const size = { width, height };
  const own = Array.from(layers, ([layer, { tensor, coefficients }]) => {
    const terms = objective.filter((term) => term.layer === layer);
    return { tensor, place: coefficients, values: coefficientsOf(terms, { tensor, size, head }) };
  });
  const guided = guides.places.flatMap(({ layer, match, coefficients }) => {
    const tensor = layers.get(layer)?.tensor;
    const terms = objective.filter((term): term is GuideTerm => term.kind === 'guide' && term.layer === layer && term.match === match);
    return tensor ? [{ place: coefficients, values: guideCoefficients(terms, { tensor, size }) }] : [];
  });
  const seeds = [...own.map(({ values, tensor }) => largestSeed(values, tensor)), ...guided.map(({ values }) => largestGuideSeed(values))];
  const scale = precision === 'f32' ? 1 : seedScale(Math.max(0, ...seeds));
  return {
    layers: own.map(({ place, values, tensor }) => [place, scaledSeeds(values, tensor, scale)]),
    guides: guided.map(({ place, values }) => [place, values.with(0, (values[0] ?? 0) * scale)]),
    unscale: Float32Array.of(1 / scale),
  };
}

function checkPlanned(objective: Objective, { layers, guides }: Blueprint): void {
  for (const term of objective) {
    const { layer } = term;
    if (!layers.has(layer)) {
      const known = Array.from(layers.keys()).join(', ');
      throw new EngineError('layer-unknown', `Expected one of the planned layers (${known}), got ${layer}. Plan again with that layer.`);
    }
    if (term.kind !== 'guide' || guides.places.some((place) => place.layer === layer && place.match === term.match)) continue;
    throw new EngineError(
      'layer-unknown',
      `Expected a plan that is guided in ${layer} (${term.match}), got one that is not. Plan again with that guide.`,
    );
  }
}

/** Brings the largest seed to about one, by a power of two: float16 knows nothing below 6e-8 and nothing beyond 65504. */
const seedScale = (largest: number): number => (largest > 0 ? 2 ** -Math.round(Math.log2(largest)) : 1);
