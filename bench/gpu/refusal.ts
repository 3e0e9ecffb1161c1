import type { AdapterSummary } from '../../src/engine/index.ts';

/** Why an adapter is not measured, or nothing: what a processor computes must never pass for a GPU's speed. */
export function refusal({ description, software }: AdapterSummary, allowSoftware: boolean): string | undefined {
  if (!software || allowSoftware) return undefined;
  return (
    `Expected a GPU, found only ${description}, which computes on the processor: nothing was measured. Install the GPU's Vulkan driver, or add ` +
    `--allow-software to try the bench itself; its tables then say that they say nothing about a GPU.`
  );
}
