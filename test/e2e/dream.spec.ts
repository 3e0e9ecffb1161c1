import { expect } from '@playwright/test';
import { brightness, difference, spread } from './support/pictures.ts';
import { TINY, type Visit, test } from './support/visit.ts';

async function setIntensity(visit: Visit, intensity: number): Promise<void> {
  await visit.page.evaluate((value) => pareidolia.set({ intensity: value }), intensity);
}

/** The objective, as soon as it is known. */
async function knownObjective(visit: Visit): Promise<number> {
  const objective = async (): Promise<number | null> => await visit.page.evaluate(() => pareidolia.stats().objective);
  await expect.poll(objective).not.toBeNull();
  return (await objective()) ?? NaN;
}

// By the app's own model and look; only smaller than usual, in one octave, and as strong in fewer steps.
test('with a camera, the page dreams what it sees, and the camera’s picture stays underneath', async ({ visit }) => {
  const visitor = await visit('?source=camera&size=96&octaves=1&steps=2&stepSize=0.02&rate=off', { model: 'app' });
  await visitor.ready();
  await visitor.dreams(12);
  await visitor.page.keyboard.press('Space');
  const dreamt = await visitor.picture();
  expect(brightness(dreamt)).toBeGreaterThan(40);
  expect(spread(dreamt)).toBeGreaterThan(20);
  await setIntensity(visitor, 0);
  await expect.poll(async () => difference(await visitor.picture(), dreamt), { timeout: 30_000 }).toBeGreaterThan(4);
  const plain = await visitor.picture();
  expect(spread(plain)).toBeGreaterThan(15);
  await setIntensity(visitor, 1);
  await expect.poll(async () => difference(await visitor.picture(), dreamt), { timeout: 30_000 }).toBeLessThan(0.5);
  expect(difference(plain, dreamt)).toBeLessThan(60);
});

test('over 20 frames of still clouds, the objective rises', async ({ visit }) => {
  const visitor = await visit(`?${TINY}&source=demo&demoMotion=0`);
  await visitor.ready();
  const first = await knownObjective(visitor);
  await visitor.dreams(20);
  expect(await knownObjective(visitor)).toBeGreaterThan(1.1 * first);
});
