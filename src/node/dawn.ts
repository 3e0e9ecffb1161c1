import { existsSync } from 'node:fs';
import { EngineError, requestDevice } from '../engine/index.ts';
import type { EngineDevice } from '../engine/index.ts';
import { optionalPackage } from './optional-package.ts';

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
 * @throws EngineError `no-adapter` saying what to install, or Error where npm `webgpu` is missing
 */
export async function openDawn(flags: readonly string[] = []): Promise<DawnDevice> {
  const { create, globals } = await optionalPackage('webgpu', 'is WebGPU for Node (Dawn)', () => import('webgpu'));
  Object.assign(globalThis, globals);
  const open = async (): Promise<DawnDevice> => {
    const gpu = create([...flags]);
    const opened = await requestDevice(gpu, true);
    owners.set(opened.device, gpu);
    return { ...opened, gpu };
  };
  try {
    return await open().catch((cause: unknown) => {
      const driver = softwareDrivers.find((path) => existsSync(path));
      if (!isMissing(cause) || driver === undefined || process.env['VK_ICD_FILENAMES'] !== undefined) throw cause;
      process.env['VK_ICD_FILENAMES'] = driver;
      return open();
    });
  } catch (cause) {
    throw isMissing(cause) ? noAdapter(cause) : cause;
  }
}

const isMissing = (cause: unknown): boolean => cause instanceof EngineError && cause.code === 'no-adapter';

function noAdapter(cause: unknown): EngineError {
  const message =
    'Expected a graphics adapter, found none. Install a Vulkan driver for your GPU, or Chromium (its SwiftShader computes on the CPU), ' +
    'or point VK_ICD_FILENAMES at a driver’s JSON file.';
  return new EngineError('no-adapter', message, { cause });
}
