import { test as base, type Browser, type BrowserContext, type Page, chromium, expect } from '@playwright/test';
import { chromiumLaunch } from '../../../scripts/chromium-launch.js';
import type { DreamApp } from '../../../src/components/dream-app/dream-app.ts';
import { type Picture, stagePicture } from './pictures.ts';
import { type ModelFolder, serveModel, tinyModel } from './tiny-model.ts';

/** A small dream that a machine without a GPU dreams at once; its size and steps stay as they are, and nothing compiles behind it. */
export const TINY = 'layers=tiny0:1&size=96&steps=2&octaves=1&rate=off&motion=off';

/** The same without a step to dream by, for what does not need one: nothing of a network has to compile. */
export const UNDREAMT = TINY.replace('steps=2', 'steps=0');

export interface VisitOptions {
  /** The model's files; the tiny network's where nothing is said, `app` for those that the app brings along. */
  readonly model?: ModelFolder | 'app';
  /** Prepares the page before it loads anything. */
  readonly prepare?: (page: Page) => Promise<void>;
  /** Flags of a Chromium of the visit's own; else it shares one that plays clouds as its camera. */
  readonly launch?: Parameters<typeof chromiumLaunch>[0] & { readonly args?: readonly string[] };
  /** Errors on the console that belong to the test, such as the browser's own words on a missing file. */
  readonly expected?: RegExp;
}

/** A person's visit to the page: what they see and do, and what goes wrong behind it. */
export class Visit {
  readonly page: Page;
  /** Addresses of everything the page and its worker asked for. */
  readonly requests: string[] = [];
  /** Errors nobody handled and errors on the console. */
  readonly errors: string[] = [];

  constructor(context: BrowserContext, page: Page, expected?: RegExp) {
    this.page = page;
    context.on('request', (request) => this.requests.push(request.url()));
    page.on('pageerror', (error) => this.errors.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' && !expected?.test(message.text())) this.errors.push(message.text());
    });
    page.on('crash', () => this.errors.push('The page crashed.'));
  }

  /** Resolves when the first dreamt frame is shown. */
  async ready(): Promise<void> {
    await this.page.evaluate(() => pareidolia.ready);
  }

  async frames(): Promise<number> {
    return await this.page.evaluate(() => pareidolia.stats().frames);
  }

  /** Waits until so many more frames are dreamt. */
  async dreams(more: number): Promise<void> {
    const goal = (await this.frames()) + more;
    await expect.poll(() => this.frames(), { timeout: 120_000, intervals: [100] }).toBeGreaterThanOrEqual(goal);
  }

  /** What is shown. Held meanwhile: where a processor draws both, frames keep a screenshot waiting for ten seconds. */
  async picture(): Promise<Picture> {
    const app = this.page.locator('dream-app');
    const wasPaused = await app.evaluate(({ session }: DreamApp) => {
      const paused = session?.paused$.value;
      session?.pause();
      return paused;
    });
    const picture = await stagePicture(this.page);
    if (wasPaused === false) await app.evaluate(({ session }: DreamApp) => session?.resume());
    return picture;
  }

  /** Asserts that a person can read this now: it is on the page, and neither it nor anything around it has faded. */
  async reads(text: string | RegExp): Promise<void> {
    const words = this.page.getByText(text).first();
    await expect(words).toBeVisible();
    await expect
      .poll(() => words.evaluate((element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true })))
      .toBe(true);
  }

  /** Asserts that nothing went wrong unsaid, and that nothing was asked of anybody else. */
  expectQuiet(origin: string): void {
    expect(this.errors).toEqual([]);
    const elsewhere = this.requests.filter((url) => /^(https?|wss?):/.test(url) && new URL(url).origin !== origin);
    expect(elsewhere).toEqual([]);
  }
}

interface Visiting {
  /** Opens the page with this query, or at this address, as somebody who was never there. After the test, nothing must have gone wrong unsaid. */
  readonly visit: (address: string, options?: VisitOptions) => Promise<Visit>;
}

/** Playwright's `test` with `visit`. */
export const test = base.extend<Visiting>({
  visit: async ({ browser, baseURL, viewport }, use) => {
    const ends: (() => Promise<void>)[] = [];
    await use(async (address, options = {}) => {
      const own = options.launch === undefined ? null : await launch(options.launch);
      const context = await (own ?? browser).newContext({ viewport, ...(baseURL === undefined ? {} : { baseURL }) });
      const visit = new Visit(context, await context.newPage(), options.expected);
      ends.push(async () => {
        await context.close();
        await own?.close();
        visit.expectQuiet(new URL(address, baseURL).origin);
      });
      if (options.model !== 'app') await serveModel(context, options.model ?? (await tinyModel()));
      await options.prepare?.(visit.page);
      await visit.page.goto(address.startsWith('?') ? `/${address}` : address);
      return visit;
    });
    for (const end of ends) await end();
  },
});

async function launch({ args = [], ...choice }: NonNullable<VisitOptions['launch']>): Promise<Browser> {
  const options = chromiumLaunch(choice);
  return await chromium.launch({ ...options, args: [...options.args, ...args] });
}
