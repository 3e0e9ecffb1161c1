import { existsSync, readdirSync } from 'node:fs';

/**
 * @typedef {object} FlagChoice
 * @property {'software' | 'hardware' | 'none'} [adapter] Which WebGPU adapter: `software` draws on the processor, where no GPU is needed;
 *   `hardware` is the machine's own GPU, also where Chromium does not offer it by itself (Linux); `none` adds no flags: on a Linux machine without
 *   a GPU `navigator.gpu` exists then and has no adapter. Default: `$PAREIDOLIA_ADAPTER`, else `software`.
 * @property {string} [camera] `real`; `pattern`, Chromium's own test picture; `denied`, a person who refuses; `absent`; or the path of a
 *   .y4m file to play in a loop. Default: `pattern`.
 */

const quiet = ['--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** Flags under which WebGPU really renders, whatever is missing on this machine. Other mixes show an adapter and draw nothing.
 * @param {FlagChoice} [choice]
 * @returns {string[]} */
export function chromiumFlags({ adapter = adapterFromEnvironment(), camera = 'pattern' } = {}) {
  return [...sandbox(), ...quiet, ...adapterFlags(adapter), ...cameraFlags(camera)];
}

/** The adapter a person wants: the machine's GPU where there is one.
 * @returns {'software' | 'hardware'} */
export function bestAdapter() {
  if (process.platform !== 'linux') return 'hardware';
  const hasGpu = existsSync('/dev/dri') && readdirSync('/dev/dri').some((name) => name.startsWith('renderD'));
  return hasGpu ? 'hardware' : 'software';
}

/** @returns {'software' | 'hardware' | 'none'} */
function adapterFromEnvironment() {
  const name = process.env['PAREIDOLIA_ADAPTER'] ?? 'software';
  if (name === 'software' || name === 'hardware' || name === 'none') return name;
  throw new Error(`PAREIDOLIA_ADAPTER is ${name}; expected software, hardware or none.`);
}

/** Chromium's sandbox does not run as root, as containers do.
 * @returns {string[]} */
function sandbox() {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}

/** @param {'software' | 'hardware' | 'none'} adapter
 * @returns {string[]} */
function adapterFlags(adapter) {
  if (adapter === 'none') return [];
  if (process.platform !== 'linux') return ['--enable-unsafe-webgpu'];
  const linux = ['--enable-unsafe-webgpu', '--enable-features=Vulkan'];
  if (adapter === 'hardware') return [...linux, '--use-angle=vulkan'];
  // ANGLE's own SwiftShader: from 156.0.8078.108 on, `vulkan` asks the system for a driver here, and where it has none canvases and video frames fail.
  return [...linux, '--use-angle=swiftshader', '--use-webgpu-adapter=swiftshader', '--use-vulkan=swiftshader'];
}

/** @param {string} camera
 * @returns {string[]} */
function cameraFlags(camera) {
  const fake = '--use-fake-device-for-media-stream';
  const granted = '--use-fake-ui-for-media-stream';
  if (camera === 'real') return [];
  if (camera === 'pattern') return [fake, granted];
  if (camera === 'denied') return [fake, `${granted}=deny`];
  if (camera === 'absent') return [`${fake}=device-count=0`, granted];
  if (camera.endsWith('.y4m')) return [fake, granted, `--use-file-for-fake-video-capture=${camera}`];
  throw new Error(`camera is ${camera}; expected real, pattern, denied, absent or the path of a .y4m file.`);
}
