/** One pre-recorded dispatch: everything that encoding needs, made once at planning time. */
export interface Dispatch {
  readonly label: string;
  readonly pipeline: GPUComputePipeline;
  readonly bindGroup: GPUBindGroup;
  readonly workgroups: readonly [x: number, y: number, z: number];
  /** Planned floating point operations (a multiply-add counts two). */
  readonly flops: number;
  /** Planned bytes moved: every operand read once, the result written once. */
  readonly bytes: number;
}

/** Records one dispatch. `offsets` are the dynamic offsets of its bind group in bytes, where its layout has any. */
export function encodeDispatch(pass: GPUComputePassEncoder, dispatch: Dispatch, offsets?: readonly number[]): void {
  const [x, y, z] = dispatch.workgroups;
  pass.setPipeline(dispatch.pipeline);
  pass.setBindGroup(0, dispatch.bindGroup, offsets);
  pass.dispatchWorkgroups(x, y, z);
}
