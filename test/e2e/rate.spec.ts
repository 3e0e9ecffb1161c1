import { expect } from '@playwright/test';
import { UNDREAMT, test } from './support/visit.ts';

test('without a GPU, the dream starts on the lowest rung and says why; without a rate to hold, it is as large as it is set', async ({
  visit,
}) => {
  const visitor = await visit('?layers=tiny0:1&size=160&steps=2&octaves=1&rate=30&source=demo');
  await visitor.ready();
  const first = await visitor.page.evaluate(() => pareidolia.stats());
  expect(first).toMatchObject({ width: 128, height: 72, steps: 1, precision: 'f32' });
  expect(first.rung).toMatch(/^128 px · 1 step: /);
  await visitor.dreams(10);
  const stats = await visitor.page.evaluate(() => pareidolia.stats());
  expect(stats.why).toMatch(/^(measuring for|holds|too slow for) 30 fps$/);
  expect(stats.latency?.p50).toBeGreaterThan(0);
  expect(stats.latency?.p95).toBeGreaterThanOrEqual(stats.latency?.p50 ?? NaN);
  await visitor.page.evaluate(() => pareidolia.set({ rate: 'off' }));
  await expect(visitor.page).toHaveURL(/[?&]rate=off(&|$)/);
  const size = async (): Promise<number> => await visitor.page.evaluate(() => pareidolia.stats().width);
  await expect.poll(size, { timeout: 60_000 }).toBe(160);
  await visitor.dreams(3);
  expect(await visitor.page.evaluate(() => pareidolia.stats().rung)).toBe('160 px · 2 steps: as set');
});

test('with no steps to dream by, the page is ready with its first picture', async ({ visit }) => {
  const visitor = await visit(`?${UNDREAMT}&source=demo`);
  await visitor.ready();
  expect(await visitor.frames()).toBe(0);
});
