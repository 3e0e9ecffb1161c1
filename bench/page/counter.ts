import type { Counts } from '../report.ts';

type Counted = { -readonly [Name in keyof Counts]: Counts[Name] };

const none = (): Counted => ({
  dispatches: 0,
  draws: 0,
  submits: 0,
  bindGroupsSet: 0,
  writeBuffers: 0,
  readBacks: 0,
  buffersCreated: 0,
  bindGroupsCreated: 0,
  texturesCreated: 0,
  pipelinesCreated: 0,
});

/** Which method of which of WebGPU's classes counts as what. */
const methods = (): readonly (readonly [prototype: object, method: string, count: keyof Counts])[] => [
  [GPUComputePassEncoder.prototype, 'dispatchWorkgroups', 'dispatches'],
  [GPUComputePassEncoder.prototype, 'dispatchWorkgroupsIndirect', 'dispatches'],
  [GPUComputePassEncoder.prototype, 'setBindGroup', 'bindGroupsSet'],
  [GPURenderPassEncoder.prototype, 'draw', 'draws'],
  [GPURenderPassEncoder.prototype, 'setBindGroup', 'bindGroupsSet'],
  [GPUQueue.prototype, 'submit', 'submits'],
  [GPUQueue.prototype, 'writeBuffer', 'writeBuffers'],
  [GPUBuffer.prototype, 'mapAsync', 'readBacks'],
  [GPUDevice.prototype, 'createBuffer', 'buffersCreated'],
  [GPUDevice.prototype, 'createBindGroup', 'bindGroupsCreated'],
  [GPUDevice.prototype, 'createTexture', 'texturesCreated'],
  [GPUDevice.prototype, 'createComputePipeline', 'pipelinesCreated'],
  [GPUDevice.prototype, 'createComputePipelineAsync', 'pipelinesCreated'],
  [GPUDevice.prototype, 'createRenderPipeline', 'pipelinesCreated'],
  [GPUDevice.prototype, 'createRenderPipelineAsync', 'pipelinesCreated'],
];

/** Counts what WebGPU is asked for, by whomever, while `action` runs. */
export async function counting(action: () => void | Promise<void>): Promise<Counts> {
  const counts = none();
  const restore = methods().map(([prototype, method, count]) =>
    replaceMethod(prototype, method, (original) => {
      return function (this: object, ...args: readonly unknown[]): unknown {
        counts[count]++;
        return Reflect.apply(original, this, args);
      };
    }),
  );
  try {
    await action();
  } finally {
    for (const undo of restore) undo();
  }
  return counts;
}

/**
 * Runs `action` while nothing that is submitted reaches the GPU. What JavaScript costs shows undisturbed then: a software adapter computes on the very
 * processors that run the page.
 */
export async function withoutGpu<T>(action: () => T | Promise<T>): Promise<T> {
  const undo = replaceMethod(GPUQueue.prototype, 'submit', () => () => undefined);
  try {
    return await action();
  } finally {
    undo();
  }
}

/** Runs `action` while the page's clock stands still, so that nothing falls due: the engine's statistics are read by the clock, not by frames. */
export async function withClockHeld(action: () => Promise<void>): Promise<void> {
  const now = performance.now();
  Object.defineProperty(performance, 'now', { configurable: true, value: () => now });
  try {
    await action();
  } finally {
    Reflect.deleteProperty(performance, 'now');
  }
}

type Method = (...args: readonly unknown[]) => unknown;

/** Puts another method in the place of one of WebGPU's. Returns what puts the original back. */
export function replaceMethod(prototype: object, name: string, make: (original: Method) => Method): () => void {
  const descriptor = Object.getOwnPropertyDescriptor(prototype, name);
  const original: unknown = descriptor?.value;
  if (!descriptor || typeof original !== 'function') throw new TypeError(`Expected WebGPU to have a method ${name}.`);
  Object.defineProperty(prototype, name, { ...descriptor, value: make(original as Method) });
  return () => {
    Object.defineProperty(prototype, name, descriptor);
  };
}

/** `after` − `before`, count by count. */
export function difference(after: Counts, before: Counts): Counts {
  const result = none();
  for (const name of Object.keys(result) as (keyof Counts)[]) result[name] = after[name] - before[name];
  return result;
}
