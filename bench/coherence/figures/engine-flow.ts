import type { FlowOf } from './flow-error.ts';

/** The engine's own flow, where it has one. */
export const engineFlow: ((device: GPUDevice) => FlowOf) | null = null;
