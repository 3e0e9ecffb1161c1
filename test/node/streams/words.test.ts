import { describe, expect, test } from 'vitest';
import { browserOf } from '../../../src/streams/words/browser.ts';
import { engineFailure, engineTrouble } from '../../../src/streams/words/engine-failures.ts';

const address = 'http://localhost:5173/';
const agents = {
  chromiumLinux: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
  chromeMac: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
  firefox: 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0',
  safari: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15',
};

describe('words about the engine', () => {
  test('a message that ends without a full stop, gets one before the next sentence', () => {
    const text = 'Failed to import texture from video. The dream goes on as before.';
    expect(engineTrouble('device-failed', 'Failed to import texture from video').text).toBe(text);
    expect(engineTrouble('device-failed', 'Failed to import texture from video.').text).toBe(text);
  });

  test('Chromium on Linux without an adapter, gets the flags to copy and the command of a checkout', () => {
    const { text, copy } = engineFailure('no-adapter', '', browserOf(agents.chromiumLinux), address);
    expect(copy).toBe(`chromium --enable-unsafe-webgpu --enable-features=Vulkan --use-angle=vulkan '${address}'`);
    expect(text).toContain('npm start -- --chromium');
  });

  test('an address that a shell would run, is quoted in the command', () => {
    const trap = "http://localhost:5173/?source=demo&size=96;$(date)`date`'";
    const { copy } = engineFailure('no-adapter', '', browserOf(agents.chromiumLinux), trap);
    expect(copy).toMatch(/ '[^']*'$/);
  });

  test('a software adapter, is named, with this browser’s remedy', () => {
    const { text, copy } = engineFailure('software-adapter', 'SwiftShader', browserOf(agents.chromiumLinux), address);
    expect(text).toContain('(SwiftShader)');
    expect(copy).toContain('--enable-unsafe-webgpu');
  });

  test.each([
    ['chromeMac', 'graphics acceleration'],
    ['firefox', 'dom.webgpu.enabled'],
    ['safari', 'Safari has WebGPU from version 26'],
  ] as const)('%s without WebGPU, gets its own remedy', (agent, words) => {
    expect(engineFailure('no-webgpu', '', browserOf(agents[agent]), address).text).toContain(words);
  });

  test('an insecure page, is told where to go', () => {
    expect(engineFailure('insecure-context', '', browserOf(agents.firefox), address).text).toMatch(/https:\/\/.*localhost/);
  });

  test('a damaged model, names the file that came and the command', () => {
    const { text, copy } = engineFailure(
      'model-corrupt',
      'mixed2.bin is not the file of the catalogue.',
      browserOf(agents.firefox),
      address,
    );
    expect(text).toContain('mixed2.bin');
    expect(copy).toBe('npm run models');
  });
});
