import { onTestFinished } from 'vitest';

/** How often each of a device's methods was called. */
export type Calls = Record<string, number>;

const methods = [
  'createBuffer',
  'createTexture',
  'createBindGroup',
  'createBindGroupLayout',
  'createPipelineLayout',
  'createShaderModule',
  'createComputePipeline',
  'createComputePipelineAsync',
  'createRenderPipeline',
  'createRenderPipelineAsync',
  'createCommandEncoder',
  'createSampler',
] as const satisfies readonly (keyof GPUDevice)[];

/** Counts what a device is asked for from now on until the test ends. */
export function countCalls(device: GPUDevice): Calls {
  const calls: Calls = {};
  const wrap = (target: object, name: string) => {
    const own = Object.getOwnPropertyDescriptor(target, name);
    const original: unknown = Reflect.get(target, name);
    if (typeof original !== 'function') throw new TypeError(`Expected a method ${name}.`);
    calls[name] = 0;
    Object.defineProperty(target, name, {
      configurable: true,
      value: (...args: readonly unknown[]): unknown => {
        calls[name] = (calls[name] ?? 0) + 1;
        return Reflect.apply(original, target, args);
      },
    });
    onTestFinished(() => {
      if (own) Object.defineProperty(target, name, own);
      else Reflect.deleteProperty(target, name);
    });
  };
  for (const name of methods) wrap(device, name);
  for (const name of ['submit', 'onSubmittedWorkDone'] as const satisfies readonly (keyof GPUQueue)[]) wrap(device.queue, name);
  return calls;
}
