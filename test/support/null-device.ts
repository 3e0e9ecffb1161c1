import { onTestFinished } from 'vitest';
import { create, globals } from 'webgpu';
import { countBytes } from './count-bytes.ts';

/** A device of Dawn's null backend, what WebGPU has to say against what it is asked for, and the bytes it holds. */
export interface NullDevice {
  readonly device: GPUDevice;
  readonly complaints: readonly string[];
  readonly bytes: ReturnType<typeof countBytes>;
}

/** Dawn ends when the object that `create` gave is collected, though its devices are still in use. */
const owners = new Map<GPUDevice, GPU>();

/** A device for one test. Dawn's null backend has WebGPU's default limits, checks all that WebGPU checks, and computes nothing. */
export async function nullDevice(): Promise<NullDevice> {
  Object.assign(globalThis, globals);
  const gpu = create(['backend=null']);
  const device = await (await gpu.requestAdapter())?.requestDevice();
  if (!device) throw new Error('Expected Dawn to have a null adapter.');
  owners.set(device, gpu);
  const complaints: string[] = [];
  device.addEventListener('uncapturederror', ({ error }) => complaints.push(error.message));
  onTestFinished(() => {
    device.destroy();
    owners.delete(device);
  });
  return { device, complaints, bytes: countBytes(device) };
}
