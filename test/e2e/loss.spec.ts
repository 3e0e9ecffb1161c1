import { type Page, expect } from '@playwright/test';
import { difference, spread } from './support/pictures.ts';
import { TINY, test } from './support/visit.ts';

/** Δ is copied every five seconds: this long after the last change, the copy is what is shown. */
const COPIED_MS = 6000;

test('a GPU that is lost once, is dreamt through; lost again, a calm message counts down over the clouds', async ({ visit }) => {
  const visitor = await visit(`?${TINY}&source=demo&demoMotion=0&persistence=60&restlessness=0`, { launch: {} });
  const { page } = visitor;
  await visitor.ready();
  await visitor.dreams(10);
  await page.evaluate(() => pareidolia.set({ steps: 0, intensity: 0 }));
  await page.waitForTimeout(COPIED_MS);
  const plain = await visitor.picture();
  await page.evaluate(() => pareidolia.set({ intensity: 1 }));
  await expect.poll(async () => difference(await visitor.picture(), plain), { timeout: 30_000 }).toBeGreaterThan(4);
  const dreamt = await visitor.picture();
  const frames = await visitor.frames();

  await crashGpu(page);
  // Two to three seconds where a processor draws all of it, one of them for the GPU process to be there again.
  await expect(page.locator('canvas[data-number="2"]:not(.waiting)')).toBeAttached({ timeout: 6000 });
  // Taking a picture may take longer than coming back.
  await expect
    .poll(async () => difference(await visitor.picture(), dreamt), { timeout: 30_000 })
    .toBeLessThan(difference(plain, dreamt) / 4);
  await page.evaluate(() => pareidolia.set({ steps: 2 }));
  await expect.poll(() => visitor.frames(), { timeout: 30_000 }).toBeGreaterThan(frames);
  await expect(page.getByText('The graphics processor went away')).toBeHidden();

  await crashGpu(page);
  await visitor.reads('The graphics processor went away');
  await visitor.reads(/The dream is kept and goes on when it is back\. Next try in \d+ s\./);
  await expect.poll(async () => spread(await visitor.picture()), { timeout: 30_000 }).toBeGreaterThan(15);
  const seconds = async (): Promise<number> => Number(/in (\d+) s/.exec(await page.getByText(/Next try in/).innerText())?.[1]);
  await expect.poll(seconds, { timeout: 20_000 }).toBeGreaterThan(2);
  const before = await seconds();
  await expect.poll(seconds, { intervals: [200] }).toBeLessThan(before);
});

/** Ends the GPU process of this page's own Chromium. */
async function crashGpu(page: Page): Promise<void> {
  const session = await page.context().browser()?.newBrowserCDPSession();
  // The process does not live to answer.
  session?.send('Browser.crashGpuProcess').catch(() => undefined);
}
