import { expect } from '@playwright/test';
import { TINY, test } from './support/visit.ts';

// Every test here asserts that nothing is asked of anybody else; this one uses what the others do not, and sees that the assertion would notice.
test('a whole session, asks nothing of anybody but its own origin, and sends nothing', async ({ visit, baseURL }) => {
  const visitor = await visit(`?${TINY}`);
  const { page } = visitor;
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.method() !== 'GET') sent.push(`${request.method()} ${request.url()}`);
  });
  await visitor.reads(/no picture leaves this device/);
  await page.getByRole('button', { name: 'Dream with my camera' }).click();
  await visitor.ready();
  await page.keyboard.press('p');
  await visitor.reads('After this long, half of the dream has faded.');
  await visitor.dreams(3);
  await page.evaluate(() => pareidolia.snapshot());
  await page.keyboard.press('Escape');
  expect(sent).toEqual([]);
  // The worker's own requests are among those that were seen.
  expect(visitor.requests).toContain(new URL('/models/tiny/tiny0.bin', baseURL).href);
  expect(visitor.requests.every((url) => url.startsWith(String(baseURL)) || url.startsWith('blob:') || url.startsWith('data:'))).toBe(true);
});
