import { existsSync } from 'node:fs';
import { create, globals } from 'webgpu';
import { EngineError, requestDevice } from '../engine/index.ts';
import type { EngineDevice } from '../engine/index.ts';

/** Where Chromium's packages put the description of SwiftShader, a Vulkan driver that computes on the CPU. */
const softwareDrivers = [
  '/usr/lib/chromium/vk_swiftshader_icd.json',
  '/usr/lib/chromium-browser/vk_swiftshader_icd.json',
  '/opt/google/chrome/vk_swiftshader_icd.json',
];

/** Dawn ends when the object that `create` gave is collected, though its devices are still in use: here each device holds on to its own. */
const owners = new WeakMap<GPUDevice, GPU>();

/** A device of Dawn (npm `webgpu`), and Dawn itself, which stands for `navigator.gpu`. */
export interface DawnDevice extends EngineDevice {
  readonly gpu: GPU;
}

/**
 * Opens the machine's GPU through Dawn; where there is none, the software driver that Chromium brings along.
 * @param flags Dawn's own, such as `disable-dawn-features=timestamp_quantization`
 * @throws EngineError `no-adapter` saying what to install
 */
export async function openDawn(flags: readonly string[] = []): Promise<DawnDevice> {
  Object.assign(globalThis, globals);
  try {
    return await open(flags);
  } catch (cause) {
    if (!(cause instanceof EngineError) || cause.code !== 'no-adapter') throw cause;
    const driver = softwareDrivers.find((path) => existsSync(path));
    if (driver === undefined || process.env['VK_ICD_FILENAMES'] !== undefined) throw noAdapter(cause);
    process.env['VK_ICD_FILENAMES'] = driver;
    return open(flags);
  }
}

async function open(flags: readonly string[]): Promise<DawnDevice> {
  const gpu = create([...flags]);
  const opened = await requestDevice(gpu, true);
  owners.set(opened.device, gpu);
  return { ...opened, gpu };
}

function noAdapter(cause: EngineError): EngineError {
  const message =
    'Expected a graphics adapter, found none. Install a Vulkan driver for your GPU, or Chromium (its SwiftShader computes on the CPU), ' +
    'or point VK_ICD_FILENAMES at a driver’s JSON file.';
  return new EngineError('no-adapter', message, { cause });
}
