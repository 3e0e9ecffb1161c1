import type { PyramidLevel } from './follow-layout.ts';

/** Where a pyramid's levels lie: pyramid.wgsl's Pyramid. */
export function pyramidUniform(device: GPUDevice, levels: readonly PyramidLevel[]): GPUBuffer {
  const words = new Uint32Array(28);
  for (const [index, { offset, width, height }] of levels.entries()) words.set([offset, width, height], 4 * index);
  words[24] = levels.length;
  const buffer = device.createBuffer({ label: 'pyramid', size: words.byteLength, usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST });
  device.queue.writeBuffer(buffer, 0, words);
  return buffer;
}
