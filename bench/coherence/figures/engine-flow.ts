import { flowFinder } from '../../../test/support/frames/flow.ts';
import type { FlowOf } from './flow-error.ts';

/** The engine's own flow. */
export const engineFlow =
  (device: GPUDevice): FlowOf =>
  async (previous, current) =>
    (await flowFinder(device, current))(previous.data, current.data);
