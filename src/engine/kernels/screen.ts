import code from './screen.wgsl?raw';

/** Draws the output texture onto a canvas texture. */
export class ScreenKernel {
  readonly #device: GPUDevice;
  readonly #layout: GPUBindGroupLayout;
  readonly #pipeline: GPURenderPipeline;

  private constructor(device: GPUDevice, layout: GPUBindGroupLayout, pipeline: GPURenderPipeline) {
    this.#device = device;
    this.#layout = layout;
    this.#pipeline = pipeline;
  }

  /** `format` is that of the canvas. */
  static async create(device: GPUDevice, format: GPUTextureFormat): Promise<ScreenKernel> {
    const label = 'screen';
    const module = device.createShaderModule({ label, code });
    const entries = [{ binding: 0, visibility: GPUShaderStage.FRAGMENT, texture: { sampleType: 'unfilterable-float' } }] as const;
    const layout = device.createBindGroupLayout({ label, entries: [...entries] });
    const pipeline = await device.createRenderPipelineAsync({
      label,
      layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
      vertex: { module, entryPoint: 'cover' },
      fragment: { module, entryPoint: 'copy', targets: [{ format }] },
    });
    return new ScreenKernel(device, layout, pipeline);
  }

  bind(output: GPUTexture): GPUBindGroup {
    return this.#device.createBindGroup({
      label: 'screen',
      layout: this.#layout,
      entries: [{ binding: 0, resource: output.createView() }],
    });
  }

  record(encoder: GPUCommandEncoder, group: GPUBindGroup, target: GPUTexture): void {
    const attachment = { view: target.createView(), loadOp: 'clear', storeOp: 'store' } as const;
    const pass = encoder.beginRenderPass({ label: 'screen', colorAttachments: [attachment] });
    pass.setPipeline(this.#pipeline);
    pass.setBindGroup(0, group);
    pass.draw(3);
    pass.end();
  }
}
