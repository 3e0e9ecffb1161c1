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

/** A device of Dawn (npm `webgpu`), and what keeps Dawn itself alive. */
export interface DawnDevice extends EngineDevice {
  readonly gpu: GPU;
}

/**
 * Opens the machine's GPU through Dawn; where there is none, the software driver that Chromium brings along.
 * @throws EngineError `no-adapter` saying what to install
 */
export async function openDawn(): Promise<DawnDevice> {
  Object.assign(globalThis, globals);
  const gpu = create([]);
  try {
    return { ...(await requestDevice(gpu, true)), gpu };
  } catch (cause) {
    if (!(cause instanceof EngineError) || cause.code !== 'no-adapter') throw cause;
    return openSoftware(cause);
  }
}

async function openSoftware(cause: EngineError): Promise<DawnDevice> {
  const driver = softwareDrivers.find((path) => existsSync(path));
  if (driver === undefined || process.env['VK_ICD_FILENAMES'] !== undefined) {
    const message =
      'Expected a graphics adapter, found none. Install a Vulkan driver for your GPU, or Chromium (its SwiftShader computes on the CPU), ' +
      'or point VK_ICD_FILENAMES at a driver’s JSON file.';
    throw new EngineError('no-adapter', message, { cause });
  }
  process.env['VK_ICD_FILENAMES'] = driver;
  const gpu = create([]);
  return { ...(await requestDevice(gpu, true)), gpu };
}
