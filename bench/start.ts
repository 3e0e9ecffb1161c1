import { rm } from 'node:fs/promises';
import type { Browser, Page } from 'playwright';
import { build, preview } from 'vite';
import type { DreamApp } from '../src/components/index.ts';
import { isolation } from '../vite.config.ts';
import type { Latency, LeftOut, StartReport, StartTimes } from './report.ts';

/** Where the app is built for this; not `dist`, which others may be serving. */
const folder = 'node_modules/.bench-app';

/** Milliseconds: to the first dream at most, and of dreaming before latency is read. */
const PATIENCE = 240_000;
const DREAMING = 15_000;

/** What the page notes down about its own start. */
interface Noted {
  readonly phases: { readonly name: string; readonly at: number }[];
  firstDream: number | null;
  failure: string | null;
}

declare const noted: Noted;

/** Builds the app, serves it from this machine and opens it twice: once with nothing in the browser's caches, and once more. */
export async function measureStart(browser: Browser, query: string): Promise<StartReport> {
  await build({ logLevel: 'warn', build: { outDir: folder, emptyOutDir: true } });
  const server = await preview({
    logLevel: 'warn',
    build: { outDir: folder },
    preview: { headers: isolation, host: 'localhost', port: 0 },
  });
  try {
    const [address] = server.resolvedUrls?.local ?? [];
    if (address === undefined) throw new Error('Expected Vite to serve the app, got no address.');
    return await visitTwice(browser, new URL(query, address).href, query);
  } finally {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function visitTwice(browser: Browser, address: string, query: string): Promise<StartReport> {
  const context = await browser.newContext();
  try {
    const cold = await visit(await context.newPage(), address, leave);
    const warm = await visit(await context.newPage(), address, readLatency);
    return { query, cold: cold.times, warm: warm.times, latency: warm.result };
  } finally {
    await context.close();
  }
}

async function visit<T>(
  page: Page,
  address: string,
  then: (page: Page) => Promise<T>,
): Promise<{ readonly times: StartTimes; readonly result: T }> {
  const modelBytes = countModelBytes(page);
  await page.addInitScript(takeNotes);
  await page.goto(address);
  await page.waitForFunction(() => noted.firstDream !== null || noted.failure !== null, undefined, { timeout: PATIENCE });
  const { phases, firstDream, failure } = await page.evaluate(() => noted);
  if (firstDream === null) throw new Error(`Expected the built app to dream, it says: ${String(failure)}`);
  const result = await then(page);
  await page.close();
  return { times: { phases, firstDream, modelBytes: await modelBytes() }, result };
}

/** Adds up what is fetched below `models/`, in the page and its workers; what their caches hold is not fetched. */
function countModelBytes(page: Page): () => Promise<number> {
  const sizes: Promise<number>[] = [];
  page.context().on('requestfinished', (request) => {
    if (new URL(request.url()).pathname.includes('/models/')) sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
  });
  return async () => (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

/** Runs in the page before its own scripts. Plain JavaScript once it gets there: nothing of this file's is in reach. */
function takeNotes(): void {
  const notes: Noted = { phases: [], firstDream: null, failure: null };
  Object.assign(globalThis, { noted: notes });
  const note = (name: string): void => {
    if (notes.phases.at(-1)?.name !== name) notes.phases.push({ name, at: performance.now() });
  };
  document.addEventListener('DOMContentLoaded', () => {
    note('page ready');
    // The app's own scripts have run: they are modules, and those come first.
    const session = document.querySelector<DreamApp>('dream-app')?.session;
    session?.engine$.subscribe((state) => {
      if (state.kind === 'starting') note(state.what);
      if (state.kind === 'live') note('live');
      if (state.kind === 'failed') notes.failure = `${state.failure.title}. ${state.failure.text}`;
    });
    session?.stats$.subscribe((stats) => {
      if (stats !== null && stats.frames > 0) notes.firstDream ??= performance.now();
    });
  });
}

const leave = (): Promise<null> => Promise.resolve(null);

/** Lets it dream for a while and asks the page's statistics. */
async function readLatency(page: Page): Promise<Latency | LeftOut> {
  await page.waitForTimeout(DREAMING);
  const stats: object = await page.evaluate(() => pareidolia.stats());
  if (!('latency' in stats)) return { leftOut: 'the page’s statistics do not tell it' };
  if (stats.latency === null) return { leftOut: `too few frames in ${String(DREAMING / 1000)} s` };
  // As src/streams/states.ts describes it.
  return stats.latency as Latency;
}
