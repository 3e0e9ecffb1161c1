import type { Operand, Step } from '../kernels/step.ts';

/** Which slot of the arena each arena operand lies in, and how many bytes each slot needs. */
export interface Placement {
  readonly slotOf: ReadonlyMap<string, number>;
  readonly slotBytes: readonly number[];
}

/**
 * Places operands by liveness: two share a slot when no step needs both. Each goes into the smallest free slot that holds it,
 * else into the largest free one, which grows, else into a new one. A slot becomes one GPU buffer: WebGPU lets a dispatch
 * read one buffer and write another, never both on one.
 */
export function placeOperands(steps: readonly Step[]): Placement {
  const lastUse = new Map<string, number>();
  steps.forEach((step, index) => {
    arenaOperands(step).forEach(({ id }) => lastUse.set(id, index));
  });
  const slotOf = new Map<string, number>();
  const slotBytes: number[] = [];
  const free: number[] = [];
  steps.forEach((step, index) => {
    const operands = arenaOperands(step);
    for (const { id, bytes } of operands) {
      if (slotOf.has(id)) continue;
      const slot = takeSlot(free, slotBytes, bytes);
      slotBytes[slot] = Math.max(slotBytes[slot] ?? 0, bytes);
      slotOf.set(id, slot);
    }
    for (const id of new Set(operands.map((operand) => operand.id))) {
      const slot = slotOf.get(id);
      if (lastUse.get(id) === index && slot !== undefined) free.push(slot);
    }
  });
  return { slotOf, slotBytes };
}

type ArenaOperand = Extract<Operand, { kind: 'arena' }>;

const arenaOperands = (step: Step): readonly ArenaOperand[] => step.operands.filter((operand) => operand.kind === 'arena');

function takeSlot(free: number[], slotBytes: readonly number[], bytes: number): number {
  const sizeOf = (slot: number): number => slotBytes[slot] ?? 0;
  const fitting = free.filter((slot) => sizeOf(slot) >= bytes);
  const candidates = fitting.length > 0 ? fitting : free;
  if (candidates.length === 0) return slotBytes.length;
  const best = candidates.reduce((a, b) => (sizeOf(a) < sizeOf(b) === fitting.length > 0 ? a : b));
  free.splice(free.indexOf(best), 1);
  return best;
}
