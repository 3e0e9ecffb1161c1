/** Every way in which the engine can fail, for code to switch on. */
export type EngineErrorCode =
  | 'insecure-context'
  | 'no-webgpu'
  | 'no-adapter'
  | 'device-failed'
  | 'device-lost'
  | 'model-missing'
  | 'model-corrupt'
  | 'layer-unsupported'
  | 'layer-unknown'
  | 'size-too-small'
  | 'size-too-large'
  | 'bad-params';

/** An error a person can act on: the message says what was expected, what came and what to do. */
export class EngineError extends Error {
  readonly code: EngineErrorCode;

  constructor(code: EngineErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'EngineError';
    this.code = code;
  }
}
