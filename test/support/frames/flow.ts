import { Flow } from '../../../src/engine/carry/flow.ts';
import { halfOf, pyramidLength, pyramidOf, stagesOf } from '../../../src/engine/carry/follow-layout.ts';
import { pyramidUniform } from '../../../src/engine/carry/pyramid-uniform.ts';
import { LumaKernel } from '../../../src/engine/kernels/luma.ts';
import { Pipelines } from '../../../src/engine/kernels/pipelines.ts';
import { RelaxKernel } from '../../../src/engine/kernels/relax.ts';
import { TensorKernel } from '../../../src/engine/kernels/tensor.ts';
import type { Size } from '../../../src/engine/octaves.ts';
import { download, run, upload } from './gpu.ts';

/** A picture in bytes, RGBA. */
export type Bytes = ArrayLike<number>;

/** The engine's optical flow by itself: from the current picture to the previous one, x and y in pixels for every pixel, interleaved. */
export async function flowFinder(device: GPUDevice, size: Size): Promise<(previous: Bytes, current: Bytes) => Promise<Float32Array>> {
  const pipelines = new Pipelines(device);
  const [luma, tensor, relax] = await Promise.all([
    LumaKernel.create(device, pipelines),
    TensorKernel.create(device, pipelines),
    RelaxKernel.create(device, pipelines),
  ]);
  const levels = pyramidOf(size);
  const pyramid = pyramidUniform(device, levels);
  const [now, last] = [0, 1].map(() => upload(device, new Float32Array(pyramidLength(levels))));
  if (!now || !last) throw new TypeError('Expected two pyramids.');
  const flow = new Flow(device, { tensor, relax }, stagesOf(levels));
  const lives = [now, last].map((buffer) => ({ live: upload(device, new Float32Array(4 * size.width * size.height)), luma: buffer }));
  const lumas = lives.map((buffers) => luma.dispatch({ pyramid, ...buffers }, size));
  const dispatches = [...lumas, ...flow.dispatches({ now, last })];
  return async (previous, current) => {
    for (const [index, bytes] of [current, previous].entries()) {
      const live = lives[index]?.live;
      if (live) device.queue.writeBuffer(live, 0, liveOf(bytes));
    }
    run(device, dispatches);
    return grown(await download(device, flow.result), size);
  };
}

const liveOf = (bytes: Bytes): Float32Array<ArrayBuffer> =>
  Float32Array.from(bytes, (value, index) => (index % 4 === 3 ? 0 : value / 127.5 - 1));

/** A flow of half the size, read as the engine reads it. */
function grown(flow: Float32Array, { width, height }: Size): Float32Array {
  const half = halfOf({ width, height });
  const at = (x: number, y: number, axis: number): number => {
    const [cx, cy] = [x, y].map((value, index) => Math.min(Math.max(value / 2 - 0.25, 0), (index === 0 ? half.width : half.height) - 1));
    const [px = 0, py = 0] = [cx, cy];
    const [lowX, lowY] = [Math.floor(px), Math.floor(py)];
    const value = (dx: number, dy: number) =>
      flow[2 * (Math.min(lowY + dy, half.height - 1) * half.width + Math.min(lowX + dx, half.width - 1)) + axis] ?? NaN;
    const [tx, ty] = [px - lowX, py - lowY];
    return (1 - ty) * ((1 - tx) * value(0, 0) + tx * value(1, 0)) + ty * ((1 - tx) * value(0, 1) + tx * value(1, 1));
  };
  return Float32Array.from({ length: 2 * width * height }, (_, index) => {
    const pixel = Math.floor(index / 2);
    return at(pixel % width, Math.floor(pixel / width), index % 2);
  });
}
