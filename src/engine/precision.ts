import { EngineError } from './errors.ts';

/** What activations, gradients and weights are to be kept in; `auto` is float16 where the GPU has it. */
export type WantedPrecision = 'auto' | 'f32' | 'f16';

/** Of a device, what it can. */
interface Features {
  readonly features: Pick<GPUSupportedFeatures, 'has'>;
}

/** What they are kept in on this GPU. */
export function choosePrecision(device: Features, wanted: WantedPrecision = 'auto'): 'f32' | 'f16' {
  return wanted !== 'f32' && device.features.has('shader-f16') ? 'f16' : 'f32';
}

/** What there is to say where something else was asked for than this GPU has. */
export function precisionProblem(device: Features, wanted: WantedPrecision = 'auto'): EngineError | null {
  if (wanted !== 'f16' || device.features.has('shader-f16')) return null;
  return new EngineError(
    'bad-params',
    'Expected a GPU with float16 shaders (shader-f16) for precision f16; this GPU has none, so the dream is computed in f32. Choose precision auto or f32.',
  );
}
