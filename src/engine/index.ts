/** All that the rest of the application may know of the engine. */
export { DreamEngine } from './dream-engine.ts';
export type { DreamEngineOptions, EngineStats, LastTurn } from './engine-options.ts';
export type { DreamParams, DreamSizes } from './dream-params.ts';
export { requestDevice } from './device.ts';
export type { AdapterSummary, EngineDevice } from './device.ts';
export { EngineError } from './errors.ts';
export type { EngineErrorCode } from './errors.ts';
export type { Detail } from './carry/detail-keeper.ts';
export { loadGraph } from './network/load.ts';
export type { ModelFiles } from './network/load.ts';
export type { Graph } from './network/graph.ts';
export { layersOf, parseObjective } from './objective.ts';
export type { Objective, ObjectiveTerm } from './objective.ts';
export type { WantedPrecision } from './precision.ts';
export type { TuningOptions, TuningState } from './tuning/refiner.ts';
export type { TuningStore } from './tuning/tuning-store.ts';
export { GradientTool } from './plan/gradient.ts';
export type { ObjectiveGradient, Picture } from './plan/gradient.ts';
