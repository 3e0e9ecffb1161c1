import { combineLatest, filter, firstValueFrom, map, merge } from 'rxjs';
import type { StillRecipe } from '../engine/index.ts';
import { CodedError } from './coded-error.ts';
import type { DreamSession } from './dream-session.ts';
import type { Settings } from './settings/schema.ts';
import type { SettingsUpdate } from './settings/update.ts';
import type { DreamStats, Failure } from './states.ts';
import { LIVE_RECIPE } from './stills/recipe-choices.ts';
import { scriptedStill } from './stills/scripted-still.ts';

/**
 * The scripting API of the page, for tests, kiosks and curious people. Names are those of the settings and the URL.
 * @example
 * await pareidolia.ready;
 * await pareidolia.set({ layers: 'mixed3:1,mixed5:.5', steps: 3 });
 * await pareidolia.source('camera');
 */
export interface Pareidolia {
  /** Resolves when the first dreamt frame is shown, or with no steps to dream by the first frame; rejects with the failure's `code` when there will be none. */
  readonly ready: Promise<void>;
  /** The settings as they are. */
  get(): Settings;
  /** Changes what is named and leaves the rest. Rejects with an Error that has a `code`: `unknown-setting`, `bad-setting`, or that of a source that does not start. */
  set(partial: SettingsUpdate): Promise<void>;
  /**
   * The dream's numbers, at most half a second old. `frames` counts dreamt ones since the start; `objective`, `gpuMs` and `latency` are `null` until
   * known; `rung` says which size and steps are dreamt by, and why.
   */
  stats(): DreamStats;
  /** Dreams about `camera`, `screen`, `demo`, or the picture or video at an address. Rejects as `set` does. */
  source(idOrUrl: string): Promise<void>;
  /** Forgets the dream and begins anew. */
  reset(): void;
  /**
   * Dreams a picture at length in the studio and resolves to a PNG at its full size with the recipe inside.
   * @param fileOrUrl a picture, its address, or `shown` for what the source shows just now
   * @param recipe the id of a recipe (`live`, `tensorflow`, `tensorflow-octaves`, …), or a recipe. Rejects with the failure's `code`, with
   *   `bad-recipe`, with `busy` when the studio is open, or with `ended` when a person closes it meanwhile.
   */
  still(fileOrUrl: File | string, recipe?: string | StillRecipe): Promise<Blob>;
  /** A PNG of what is shown, the settings of its look inside. Rejects with `nothing-shown` before the first picture. */
  snapshot(): Promise<Blob>;
}

declare global {
  /** The page's scripting API. */
  var pareidolia: Pareidolia;
}

const ENDED: Failure = { code: 'ended', title: 'The dream was ended', text: 'Reload the page to begin anew.' };

const NO_STATS: DreamStats = {
  frames: 0,
  fps: 0,
  latency: null,
  gpuMs: null,
  objective: null,
  width: 0,
  height: 0,
  steps: 0,
  precision: 'f32',
  why: '',
  rung: '',
  dropped: 0,
  adapter: '',
  model: '',
};

/** The scripting API of a session. */
export function scriptingApi(session: DreamSession): Pareidolia {
  const ready = firstDream(session);
  // Whoever awaits it hears of the failure; nobody need.
  ready.catch(() => undefined);
  return {
    ready,
    // A copy: what a script does with it must not change the settings.
    get: () => structuredClone(session.settings$.value),
    set: async (partial) => {
      await session.set(partial);
    },
    stats: () => session.stats$.value ?? NO_STATS,
    source: async (idOrUrl) => {
      await session.set({ source: idOrUrl });
    },
    still: async (fileOrUrl, recipe = LIVE_RECIPE) => await scriptedStill(session.still, fileOrUrl, recipe),
    reset: () => session.reset(),
    snapshot: async () => await session.snapshot(),
  };
}

async function firstDream(session: DreamSession): Promise<void> {
  const dreamt$ = session.stats$.pipe(
    filter((stats) => stats !== null && stats.frames > 0),
    map(() => null),
  );
  // With no steps to take nothing is ever dreamt, and what is shown is all there is to wait for.
  const shown$ = combineLatest([session.presented$, session.settings$]).pipe(
    filter(([, { steps }]) => steps === 0),
    map(() => null),
  );
  const failed$ = session.engine$.pipe(
    map((state) => (state.kind === 'failed' ? state.failure : null)),
    filter((failure) => failure !== null),
  );
  const failure = await firstValueFrom(merge(dreamt$, shown$, failed$), { defaultValue: ENDED });
  if (failure !== null) throw new CodedError(failure.code, `${failure.title}. ${failure.text}`);
}
