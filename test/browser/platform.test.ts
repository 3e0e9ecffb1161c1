import { describe, expect, it } from 'vitest';

async function requestTestDevice(): Promise<GPUDevice> {
  const adapter = await navigator.gpu.requestAdapter();
  if (adapter === null) throw new Error('Expected a WebGPU adapter, none came: scripts/chromium-flags.js holds the flags it needs.');
  return adapter.requestDevice();
}

describe('the browser that tests run in', () => {
  it('is cross-origin isolated, so clocks are exact', () => {
    expect(crossOriginIsolated).toBe(true);
  });

  it('reaches the models by fetch', async () => {
    const response = await fetch('/models/catalogue.json');
    expect(response.headers.get('content-type')).toContain('application/json');
    expect(await response.json()).toHaveProperty('models');
  });

  it('shows on a canvas what WebGPU draws, pixel by pixel', async () => {
    const device = await requestTestDevice();
    const canvas = new OffscreenCanvas(4, 4);
    const context = canvas.getContext('webgpu');
    if (context === null) throw new Error('Expected a webgpu context of the canvas, none came.');
    context.configure({ device, format: 'rgba8unorm' });
    const encoder = device.createCommandEncoder();
    const view = context.getCurrentTexture().createView();
    encoder.beginRenderPass({ colorAttachments: [{ view, loadOp: 'clear', storeOp: 'store', clearValue: [1, 0.5, 0.25, 1] }] }).end();
    device.queue.submit([encoder.finish()]);
    const seen = new OffscreenCanvas(4, 4).getContext('2d');
    if (seen === null) throw new Error('Expected a 2d context, none came.');
    seen.drawImage(canvas, 0, 0);
    device.destroy();
    expect([...seen.getImageData(1, 1, 1, 1).data]).toEqual([255, 128, 64, 255]);
  });
});
