import { EngineError } from '../errors.ts';
import type { Precision } from '../kernels/compose.ts';
import { guidedLayersOf, layersOf } from '../objective.ts';
import type { Objective } from '../objective.ts';
import type { Picture8 } from './picture8.ts';
import { megabytes } from './still-limits.ts';
import type { StillRecipe } from './still-recipe.ts';
import type { StillPlan } from './still-types.ts';

/**
 * @param what it is, for people
 * @throws EngineError `bad-params`
 */
export function checkPicture({ width, height, data }: Picture8, what: string): void {
  const whole = [width, height].every((side) => Number.isInteger(side) && side > 0);
  if (whole && data.length === 4 * width * height) return;
  const came = `${String(width)}×${String(height)} with ${String(data.length)} bytes`;
  throw new EngineError('bad-params', `Expected a ${what} of whole pixels, four bytes each, got ${came}.`);
}

/** A recipe that climbs toward a guide needs one. @throws EngineError `bad-params` */
export function checkGuide({ objective }: StillRecipe, guide: Picture8 | undefined): void {
  if (guide) checkPicture(guide, 'guide');
  if (guide || guidedLayersOf(objective).length === 0) return;
  throw new EngineError('bad-params', 'This recipe climbs toward a guide, but none was given. Choose a guide, or another objective.');
}

/** That the GPU has none left, and how much this still takes. */
export function outOfMemory(plan: StillPlan, cause: GPUError): EngineError {
  const { width, height } = plan.base;
  return new EngineError(
    'size-too-large',
    `The GPU has no memory left for this still: ${String(width)}×${String(height)} pixels need ${megabytes(plan.deviceBytes)} MB. Choose a smaller picture or fewer octaves above it, or close what else draws.`,
    { cause },
  );
}

/** That the objective is no number: from then on no step adds anything, or what it adds means nothing. */
export function notFinite(value: number, precision: Precision, objective: Objective): EngineError {
  const layers = layersOf(objective).join(', ');
  const advice = precision === 'f16' ? 'Choose float32' : 'Choose smaller weights';
  return new EngineError(
    'device-failed',
    `Expected the objective of ${layers} to be a finite number, got ${String(value)} in ${precision === 'f16' ? 'float16' : 'float32'}. ${advice}, or other layers.`,
  );
}

/** What went wrong, as an error of ours. */
export function asEngineError(cause: unknown): EngineError {
  if (cause instanceof EngineError) return cause;
  const message = cause instanceof Error ? cause.message : String(cause);
  return new EngineError('device-failed', `The still could not be climbed on this GPU: ${message}`, { cause });
}
