import { EngineError } from '../errors.ts';
import type { Blueprint } from './blueprint.ts';

/** What of a GPU’s limits bounds a plan. */
export type Limits = Pick<GPUSupportedLimits, 'maxStorageBufferBindingSize' | 'maxBufferSize' | 'maxComputeWorkgroupsPerDimension'>;

/** Whether a GPU can hold and run a plan. */
export function fits(blueprint: Blueprint, limits: Limits): boolean {
  try {
    checkFits(blueprint, limits);
    return true;
  } catch {
    return false;
  }
}

/**
 * Checks that a GPU can hold and run a plan: beyond its limits WebGPU would complain to nobody in particular, and compute nothing.
 * @throws EngineError `size-too-large`
 */
export function checkFits(blueprint: Blueprint, limits: Limits): void {
  const { width, height, steps } = blueprint;
  const pictures = [blueprint.arenaBytes, blueprint.bitsBytes, width * height * 16, blueprint.guides.quads * 16];
  const bytes = Math.max(...pictures, ...steps.map((step) => step.weights.reduce((sum, { quads }) => sum + quads * 16, 0)));
  const groups = Math.max(...steps.flatMap((step) => step.workgroups));
  expectAtMost(Math.min(limits.maxStorageBufferBindingSize, limits.maxBufferSize), bytes, 'bytes in one buffer');
  expectAtMost(limits.maxComputeWorkgroupsPerDimension, groups, 'workgroups in a row');

  function expectAtMost(most: number, needed: number, what: string): void {
    if (needed <= most) return;
    throw new EngineError(
      'size-too-large',
      `A picture of ${String(width)}×${String(height)} pixels needs ${String(needed)} ${what}; this GPU takes ${String(most)}. Choose a smaller size.`,
    );
  }
}
