/** What makes one compute pipeline: identical specifications share one. */
export interface PipelineSpec {
  readonly label: string;
  readonly code: string;
  readonly entryPoint?: string;
  /** Made from the shader where absent. */
  readonly layout?: GPUBindGroupLayout;
}

/** Compiles pipelines, each once, in parallel and off the calling thread. Owns none of the GPU's memory. */
export class Pipelines {
  readonly #device: GPUDevice;
  readonly #modules = new Map<string, GPUShaderModule>();
  readonly #pipelines = new Map<string, Promise<GPUComputePipeline>>();
  readonly #layouts = new Map<string, GPUBindGroupLayout>();

  constructor(device: GPUDevice) {
    this.#device = device;
  }

  /** @throws the browser's GPUPipelineError when the shader does not compile */
  get(spec: PipelineSpec): Promise<GPUComputePipeline> {
    const key = `${spec.entryPoint ?? ''}\n${spec.code}`;
    const known = this.#pipelines.get(key);
    if (known) return known;
    const pipeline = this.#device.createComputePipelineAsync({
      label: spec.label,
      layout: spec.layout ? this.#device.createPipelineLayout({ bindGroupLayouts: [spec.layout] }) : 'auto',
      compute: {
        module: this.#module(spec),
        ...(spec.entryPoint === undefined ? {} : { entryPoint: spec.entryPoint }),
      },
    });
    this.#pipelines.set(key, pipeline);
    // What failed once may be asked for again.
    pipeline.catch(() => this.#pipelines.delete(key));
    return pipeline;
  }

  /** A layout that many pipelines share, made once. */
  layout(label: string, make: (label: string) => GPUBindGroupLayout): GPUBindGroupLayout {
    const layout = this.#layouts.get(label) ?? make(label);
    this.#layouts.set(label, layout);
    return layout;
  }

  #module(spec: PipelineSpec): GPUShaderModule {
    const known = this.#modules.get(spec.code);
    if (known) return known;
    const module = this.#device.createShaderModule({ label: spec.label, code: spec.code });
    this.#modules.set(spec.code, module);
    return module;
  }
}
