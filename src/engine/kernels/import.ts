import type { Size } from '../octaves.ts';
import frameCode from './frame.wgsl?raw';
import code from './import.wgsl?raw';
import { Kernel, tiles } from './kernel.ts';
import type { Pipelines } from './pipelines.ts';

/** Where a frame's picture goes. */
export interface ImportTargets {
  /** The frame's uniform (frame.ts). */
  readonly frame: GPUBuffer;
  /** array<vec4<f32>> at dream size. */
  readonly live: GPUBuffer;
  /** rgba8unorm at output size. */
  readonly liveOutput: GPUTexture;
}

export type ImportKind = 'external' | 'texture';

interface ImportKernels {
  readonly toBuffer: Kernel;
  readonly toTexture: Kernel;
}

const headers = {
  external: `@group(0) @binding(1) var source: texture_external;
fn load(q: vec2<i32>) -> vec3<f32> { return textureLoad(source, q).rgb; }`,
  texture: `@group(0) @binding(1) var source: texture_2d<f32>;
fn load(q: vec2<i32>) -> vec3<f32> { return textureLoad(source, q, 0).rgb; }`,
} as const satisfies Record<ImportKind, string>;

/** Takes a source's picture into live, at dream size and at output size. */
export class ImportKernel {
  readonly #kernels: Readonly<Record<ImportKind, ImportKernels | null>>;

  private constructor(kernels: Readonly<Record<ImportKind, ImportKernels | null>>) {
    this.#kernels = kernels;
  }

  /** Video frames are taken only where the platform has them: Node has none. */
  static async create(device: GPUDevice, pipelines: Pipelines): Promise<ImportKernel> {
    const [external, texture] = await Promise.all([
      typeof VideoFrame === 'undefined' ? null : compile(device, pipelines, 'external'),
      compile(device, pipelines, 'texture'),
    ]);
    return new ImportKernel({ external, texture });
  }

  /** The group both dispatches use. An external texture's group serves one frame only. */
  bind(kind: ImportKind, source: GPUTexture | GPUExternalTexture, targets: ImportTargets): GPUBindGroup {
    return this.#of(kind).toBuffer.bind([targets.frame, source, targets.live, targets.liveOutput]);
  }

  record(pass: GPUComputePassEncoder, kind: ImportKind, group: GPUBindGroup, dream: Size, output: Size): void {
    const { toBuffer, toTexture } = this.#of(kind);
    pass.setBindGroup(0, group);
    pass.setPipeline(toBuffer.pipeline);
    pass.dispatchWorkgroups(...tiles(dream.width, dream.height));
    pass.setPipeline(toTexture.pipeline);
    pass.dispatchWorkgroups(...tiles(output.width, output.height));
  }

  #of(kind: ImportKind): ImportKernels {
    const kernels = this.#kernels[kind];
    if (!kernels) throw new TypeError('Expected a GPUTexture, as this platform has no VideoFrame; got a video frame.');
    return kernels;
  }
}

async function compile(device: GPUDevice, pipelines: Pipelines, kind: ImportKind): Promise<ImportKernels> {
  const shared = { code: `${frameCode}\n${headers[kind]}\n${code}`, bindings: ['uniform', kind, 'write', 'store'] } as const;
  const [toBuffer, toTexture] = await Promise.all([
    Kernel.create(device, pipelines, { ...shared, label: `import ${kind} at dream size`, entryPoint: 'toBuffer' }),
    Kernel.create(device, pipelines, { ...shared, label: `import ${kind} at output size`, entryPoint: 'toTexture' }),
  ]);
  return { toBuffer, toTexture };
}
