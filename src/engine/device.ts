import { EngineError } from './errors.ts';

/** What there is to say about an adapter. */
export interface AdapterSummary {
  readonly description: string;
  /** Whether it computes on the CPU: right, but many times slower. */
  readonly software: boolean;
}

export interface EngineDevice {
  readonly device: GPUDevice;
  readonly adapter: AdapterSummary;
}

/** Of these limits we take all the adapter has: pictures and activations are large, and kernels bind many buffers. */
const limits = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
] as const;

/** What makes it faster, where the adapter can: float16, and a clock to find the fastest ways by. */
const features = ['shader-f16', 'timestamp-query'] as const satisfies readonly GPUFeatureName[];

/** How software adapters call themselves: SwiftShader, Mesa's llvmpipe and lavapipe, Windows' WARP. */
const softwareNames = /swiftshader|llvmpipe|lavapipe|basic render|\bwarp\b/i;

/**
 * Asks for a device with all this adapter's limits and features that the engine can use.
 * @param gpu `navigator.gpu`, or what stands for it in Node
 * @param secure whether the page came over a secure connection; browsers hide WebGPU from others
 * @throws EngineError `insecure-context`, `no-webgpu`, `no-adapter` or `device-failed`
 */
export async function requestDevice(gpu: GPU | undefined, secure: boolean = pageIsSecure()): Promise<EngineDevice> {
  if (!secure) {
    throw new EngineError('insecure-context', 'WebGPU needs a secure page. Open this one over https:// or on localhost.');
  }
  if (!gpu) throw new EngineError('no-webgpu', 'This browser has no WebGPU. Use a newer one, or switch WebGPU on.');
  if (!takesVideoFrames()) {
    throw new EngineError('no-webgpu', 'This browser’s WebGPU cannot read video frames (importExternalTexture) yet. Use a newer one.');
  }
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter)
    throw new EngineError(
      'no-adapter',
      'This browser has WebGPU but offers no graphics adapter. Switch on hardware acceleration, or start it with WebGPU allowed.',
    );
  const requiredLimits = Object.fromEntries(limits.map((name) => [name, adapter.limits[name]]));
  try {
    const requiredFeatures = features.filter((name) => adapter.features.has(name));
    const device = await adapter.requestDevice({ label: 'pareidolia', requiredLimits, requiredFeatures });
    return { device, adapter: summarise(adapter.info) };
  } catch (cause) {
    throw new EngineError(
      'device-failed',
      `The graphics adapter gave no device: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  }
}

/** Firefox had WebGPU for some versions without it. Node has no video frames, and shows textures. */
function takesVideoFrames(): boolean {
  return !('VideoFrame' in globalThis) || 'importExternalTexture' in GPUDevice.prototype;
}

/** Node has no pages, and nothing to fear. */
function pageIsSecure(): boolean {
  return (globalThis as Partial<WindowOrWorkerGlobalScope>).isSecureContext ?? true;
}

function summarise(info: GPUAdapterInfo): AdapterSummary {
  const names = [info.vendor, info.architecture, info.device, info.description];
  const description = info.description || names.filter(Boolean).join(' ') || 'unnamed adapter';
  // `isFallbackAdapter` came to GPUAdapterInfo late: older browsers lack it.
  return {
    description,
    software: (info as Partial<GPUAdapterInfo>).isFallbackAdapter === true || names.some((name) => softwareNames.test(name)),
  };
}
