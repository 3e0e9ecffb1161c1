import { type Page, expect } from '@playwright/test';
import { spread } from './support/pictures.ts';
import { UNDREAMT, type Visit, test } from './support/visit.ts';

/** Clouds fill the stage behind the message, though nothing dreams about them, and `ready` says why. */
async function showsClouds(visit: Visit, code: string): Promise<void> {
  await expect.poll(async () => spread(await visit.picture()), { timeout: 20_000 }).toBeGreaterThan(15);
  expect(
    await visit.page.evaluate(() =>
      pareidolia.ready.catch((error: unknown) => (error instanceof Error && 'code' in error ? error.code : null)),
    ),
  ).toBe(code);
}

test('a browser without an adapter, is told the command that starts one with it', async ({ visit }) => {
  const noAdapter = await visit(`?${UNDREAMT}&source=demo`, { launch: { adapter: 'none' } });
  await noAdapter.reads('WebGPU finds no graphics processor');
  await noAdapter.reads('npm start -- --chromium');
  await noAdapter.reads(/--enable-unsafe-webgpu .*localhost/);
  await showsClouds(noAdapter, 'no-adapter');
});

test('a browser without WebGPU, is told its remedy', async ({ visit }) => {
  const noWebGpu = await visit(`?${UNDREAMT}&source=demo`, { prepare: removeWebGpu });
  await noWebGpu.reads('This browser has no WebGPU yet');
  await noWebGpu.reads('start it with the command below');
  await showsClouds(noWebGpu, 'no-webgpu');
});

test('an insecure address, is told to take a secure one', async ({ visit, baseURL }) => {
  // An address for documentation, which belongs to nobody, answered by our own server.
  const url = new URL(`/?${UNDREAMT}&source=demo`, baseURL);
  url.hostname = '192.0.2.1';
  const insecure = await visit(url.href, {
    launch: { adapter: 'none', args: ['--host-resolver-rules=MAP 192.0.2.1 localhost'] },
    expected: /Cross-Origin-Opener-Policy header has been ignored/,
  });
  await insecure.reads('This page needs a secure address');
  await insecure.reads('Open the page by https, or on its own computer as http://localhost');
  await showsClouds(insecure, 'insecure-context');
});

/** Workers cannot be prepared as pages can: theirs is a line before its script. */
async function removeWebGpu(page: Page): Promise<void> {
  await page.route('**/dream-worker-*.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `delete WorkerNavigator.prototype.gpu;${await response.text()}` });
  });
}
