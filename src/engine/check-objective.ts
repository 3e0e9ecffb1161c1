import { EngineError } from './errors.ts';
import type { Objective } from './objective.ts';
export function checkObjective(objective: Objective): void {
  if (objective.length === 0) throw new EngineError('bad-params', 'Expected an objective of at least one term, got none. Choose a layer.');
}
