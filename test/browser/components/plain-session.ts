import { BehaviorSubject, ReplaySubject } from 'rxjs';
import { vi } from 'vitest';
import type {
  Camera,
  DreamSession,
  DreamStats,
  EngineState,
  GuideState,
  LayerInfo,
  LiveGuide,
  Notice,
  Settings,
  SettingsUpdate,
  SourceState,
  StillState,
  StillStudio,
} from '../../../src/streams/index.ts';
import { DEFAULTS } from '../../../src/streams/index.ts';
import { recipeChoices } from '../../../src/streams/stills/recipe-choices.ts';
import { pictureOf } from '../../../src/streams/stills/still-state.ts';

export const LIVE: EngineState = { kind: 'live', adapter: 'test', software: false, model: 'inception-v3' };
export const CLOUDS: SourceState = { kind: 'live', source: { kind: 'demo' }, label: 'Clouds', width: 640, height: 360 };

const layers: readonly LayerInfo[] = ['grain', 'threads', 'scales', 'eyes', 'faces', 'heads'].map((note, index) => ({
  name: `mixed${String(index)}`,
  channels: 256,
  stride: 8,
  note,
  offered: true,
}));

/** A session whose behaviors the test sets itself, and whose setters are spied on: the components' other half. */
export function plainSession() {
  const settings$ = new BehaviorSubject<Settings>(DEFAULTS);
  const still$ = new BehaviorSubject<StillState>({ kind: 'idle' });
  const still = {
    state$: still$,
    recipes: () => recipeChoices(settings$.value, pictureOf(still$.value)),
    open: vi.fn<StillStudio['open']>(() => Promise.resolve()),
    run: vi.fn<StillStudio['run']>(),
    pause: vi.fn(),
    resume: vi.fn(),
    cancel: vi.fn(),
    save: vi.fn<StillStudio['save']>(() => Promise.resolve(new Blob())),
    close: vi.fn(() => {
      still$.next({ kind: 'idle' });
    }),
  } satisfies StillStudio;
  const session = {
    settings$,
    source$: new BehaviorSubject<SourceState>(CLOUDS),
    engine$: new BehaviorSubject<EngineState>(LIVE),
    stats$: new BehaviorSubject<DreamStats | null>(null),
    notices$: new BehaviorSubject<readonly Notice[]>([]),
    cameras$: new BehaviorSubject<readonly Camera[]>([]),
    paused$: new BehaviorSubject(false),
    layers$: new BehaviorSubject(layers),
    canvasRequest$: new BehaviorSubject(1),
    presented$: new ReplaySubject<number>(1),
    firstVisit$: new BehaviorSubject(false),
    still,
    guide: {
      state$: new BehaviorSubject<GuideState>({ kind: 'none' }),
      hold: vi.fn<LiveGuide['hold']>(),
      change: vi.fn<LiveGuide['change']>(),
      forget: vi.fn(),
    },
    attach: vi.fn<DreamSession['attach']>(),
    set: vi.fn((update: SettingsUpdate) => {
      const { layers: weights, ...others } = update;
      settings$.next({ ...settings$.value, ...others, ...(typeof weights === 'object' ? { layers: weights } : {}) });
      return Promise.resolve();
    }),
    openSource: vi.fn<DreamSession['openSource']>(() => Promise.resolve()),
    openFile: vi.fn<DreamSession['openFile']>(() => Promise.resolve()),
    pause: vi.fn(),
    resume: vi.fn(),
    reset: vi.fn(),
    snapshot: vi.fn<DreamSession['snapshot']>(() => Promise.resolve(new Blob())),
    dismiss: vi.fn<DreamSession['dismiss']>(),
    destroy: vi.fn(),
  } satisfies DreamSession;
  return session;
}

export type PlainSession = ReturnType<typeof plainSession>;
