import { type Page, expect } from '@playwright/test';
import { spread } from './support/pictures.ts';
import { TINY, UNDREAMT, type Visit, test } from './support/visit.ts';

const CAMERA = `?${UNDREAMT}&source=camera`;

/** The clouds are shown meanwhile. */
async function showsClouds(visit: Visit): Promise<void> {
  await visit.ready();
  await expect.poll(async () => spread(await visit.picture())).toBeGreaterThan(15);
}

test('a camera that is refused, is told how to allow it', async ({ visit }) => {
  const refused = await visit(CAMERA, { launch: { camera: 'denied' } });
  await refused.reads('The camera is not allowed');
  await refused.reads('Allow it with the camera sign in the address bar');
  await showsClouds(refused);
});

test('no camera, is told to plug one in or choose something else', async ({ visit }) => {
  const absent = await visit(CAMERA, { launch: { camera: 'absent' } });
  await absent.reads('No camera found');
  await absent.reads('Plug one in and it starts by itself');
  await showsClouds(absent);
});

test('a camera that another app uses, is told to close that app, and starts when it is free', async ({ visit }) => {
  const busy = await visit(CAMERA, { prepare: occupyCamera });
  await busy.reads('The camera is used by another app');
  await busy.reads('Close it there, and it starts here by itself');
  await showsClouds(busy);
  await busy.page.evaluate(() => dispatchEvent(new Event('camera-is-free')));
  await expect(busy.page.getByText('The camera is used by another app')).toBeHidden();
});

test('a camera that is unplugged, is told to plug it in, and goes on when it is back', async ({ visit }) => {
  const unplugged = await visit(`?${TINY}&source=camera`, { launch: {} });
  await unplugged.ready();
  await unplugged.page.evaluate(() => pareidolia.source('camera'));
  await endVideoCapture(unplugged.page);
  await unplugged.reads('The camera went away');
  await unplugged.reads('Plug it in again, and it goes on by itself');
  await showsClouds(unplugged);
  // Chromium starts the process anew when the camera is asked for again.
  await expect(unplugged.page.getByText('The camera went away')).toBeHidden({ timeout: 20_000 });
  await unplugged.dreams(3);
});

/** Only the camera is faked: it refuses as one does that another app uses, until it is free. */
async function occupyCamera(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const devices = navigator.mediaDevices;
    const open = devices.getUserMedia.bind(devices);
    devices.getUserMedia = () => Promise.reject(new DOMException('Device in use', 'NotReadableError'));
    addEventListener('camera-is-free', () => {
      devices.getUserMedia = open;
    });
  });
}

/** Ends the process of this page's own Chromium that reads cameras: tracks end as if all were unplugged. */
async function endVideoCapture(page: Page): Promise<void> {
  const browser = page.context().browser();
  if (browser === null) throw new Error('Expected the page to be in a browser of its own.');
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const ids = processInfo.filter(({ type }) => type.startsWith('video_capture')).map(({ id }) => id);
  if (ids.length === 0) throw new Error(`Expected a process that captures video among ${processInfo.map(({ type }) => type).join(', ')}.`);
  for (const id of ids) process.kill(id, 'SIGKILL');
}
