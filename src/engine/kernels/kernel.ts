import type { Dispatch } from './dispatch.ts';
import type { Pipelines } from './pipelines.ts';

/**
 * What a kernel's binding is: `slot` is a uniform with a dynamic offset, `read` and `write` are storage buffers,
 * `texture` is sampled, `external` a video frame, `store` a written rgba8unorm texture.
 */
export type Binding = 'uniform' | 'slot' | 'read' | 'write' | 'texture' | 'external' | 'store';

/** One entry point of a shader with its bindings 0, 1, 2 … of group 0, in order. */
export interface KernelSpec {
  /** Unique among all kernels: pipelines are shared by it. */
  readonly label: string;
  readonly code: string;
  readonly entryPoint?: string;
  readonly bindings: readonly Binding[];
}

/** What one dispatch of a kernel amounts to; see {@link Dispatch}. */
export interface Work {
  readonly workgroups: readonly [x: number, y: number, z: number];
  readonly flops: number;
  readonly bytes: number;
}

/** A compiled kernel with an explicit layout. Sizes come in uniforms, so that one pipeline serves every picture. */
export class Kernel {
  readonly label: string;
  readonly pipeline: GPUComputePipeline;
  readonly #device: GPUDevice;
  readonly #layout: GPUBindGroupLayout;

  private constructor(device: GPUDevice, label: string, pipeline: GPUComputePipeline, layout: GPUBindGroupLayout) {
    this.#device = device;
    this.label = label;
    this.pipeline = pipeline;
    this.#layout = layout;
  }

  /** @throws the browser's GPUPipelineError when the shader does not compile */
  static async create(device: GPUDevice, pipelines: Pipelines, spec: KernelSpec): Promise<Kernel> {
    const { label, code, entryPoint = 'main', bindings } = spec;
    const entries = bindings.map((binding, index) => ({ binding: index, visibility: GPUShaderStage.COMPUTE, ...layoutEntry(binding) }));
    const layout = device.createBindGroupLayout({ label, entries });
    return new Kernel(device, label, await pipelines.get({ label, code, entryPoint, layout }), layout);
  }

  /** `resources` in the order of the kernel's bindings. */
  bind(resources: readonly GPUBindingResource[]): GPUBindGroup {
    const entries = resources.map((resource, binding) => ({ binding, resource }));
    return this.#device.createBindGroup({ label: this.label, layout: this.#layout, entries });
  }

  dispatch(resources: readonly GPUBindingResource[], work: Work): Dispatch {
    return { label: this.label, pipeline: this.pipeline, bindGroup: this.bind(resources), ...work };
  }
}

/** Workgroups of 8×8 threads that cover a picture. */
export function tiles(width: number, height: number): readonly [x: number, y: number, z: number] {
  return [Math.ceil(width / 8), Math.ceil(height / 8), 1];
}

type LayoutEntry = Omit<GPUBindGroupLayoutEntry, 'binding' | 'visibility'>;

function layoutEntry(binding: Binding): LayoutEntry {
  switch (binding) {
    case 'uniform':
      return { buffer: { type: 'uniform' } };
    case 'slot':
      return { buffer: { type: 'uniform', hasDynamicOffset: true } };
    case 'read':
      return { buffer: { type: 'read-only-storage' } };
    case 'write':
      return { buffer: { type: 'storage' } };
    case 'texture':
      return { texture: { sampleType: 'unfilterable-float' } };
    case 'external':
      return { externalTexture: {} };
    case 'store':
      return { storageTexture: { access: 'write-only', format: 'rgba8unorm' } };
    default:
      return binding satisfies never;
  }
}
