import type { DreamStats, EngineState, SourceRequest, SourceState, StillState } from '../../streams/index.ts';
import { progressInWords as stillProgress, timeLeftInWords } from './still-words.ts';

/** Bytes in megabytes: `2.3 MB`. */
export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** Of what is loaded: `1.2 of 2.3 MB`; empty while there is nothing to count. */
export function progressInWords(loaded: number, total: number): string {
  return total > 0 ? `${(loaded / 1e6).toFixed(1)} of ${megabytes(total)}` : '';
}

/** What a source is called before it has told its own name. */
export function sourceInWords(source: SourceRequest): string {
  switch (source.kind) {
    case 'camera':
      return 'Camera';
    case 'screen':
      return 'Screen';
    case 'demo':
      return 'Clouds';
    case 'file':
      return source.name;
    default:
      return source satisfies never;
  }
}

/** What the page waits for, `null` when for nothing. */
export interface Waiting {
  readonly title: string;
  /** How much of it, with its unit; may be empty. */
  readonly detail: string;
  /** 0 to 1, `null` where it cannot be told. */
  readonly progress: number | null;
}

/** What keeps the dream from being seen yet. The engine's wait comes first: it is the longer one. */
export function waitingFor(engine: EngineState, source: SourceState): Waiting | null {
  if (engine.kind === 'starting') return waitingForEngine(engine);
  if (engine.kind === 'idle') return { title: 'Waking up', detail: '', progress: null };
  if (source.kind === 'starting') return waitingForSource(source.source);
  return null;
}

function waitingForEngine({ what, loaded, total }: EngineState & { readonly kind: 'starting' }): Waiting {
  switch (what) {
    case 'device':
      return { title: 'Waking the graphics card', detail: '', progress: null };
    case 'model':
      return { title: 'Loading the dream', detail: progressInWords(loaded, total), progress: total > 0 ? loaded / total : null };
    case 'compiling':
      return { title: 'Falling asleep', detail: 'Getting the dream ready for this graphics card', progress: null };
    default:
      return what satisfies never;
  }
}

function waitingForSource(source: SourceRequest): Waiting {
  switch (source.kind) {
    case 'camera':
      return { title: 'Waiting for your camera', detail: 'If the browser asks, allow it', progress: null };
    case 'screen':
      return { title: 'Waiting for your screen', detail: 'Choose in the browser what to share', progress: null };
    case 'demo':
      return { title: 'Clouds are gathering', detail: '', progress: null };
    case 'file':
      return { title: `Opening ${source.name}`, detail: '', progress: null };
    default:
      return source satisfies never;
  }
}

/** The whisper's one line. */
export interface Status {
  readonly text: string;
  /** How much of it or when, in figures; may be empty. */
  readonly detail: string;
  /** `calm` goes with the controls, `held` stays in sight. */
  readonly tone: 'calm' | 'held';
  readonly busy: boolean;
}

/** Everything that matters now, in one line. */
export function statusInWords(engine: EngineState, source: SourceState, paused: boolean): Status {
  if (engine.kind === 'lost') return lostInWords(engine.retryInSeconds);
  if (engine.kind === 'failed') return { text: 'Not dreaming', detail: '', tone: 'held', busy: false };
  const waiting = waitingFor(engine, source);
  if (waiting) return { text: waiting.title, detail: waiting.detail, tone: 'held', busy: true };
  if (paused) return { text: 'Paused', detail: 'Space goes on', tone: 'held', busy: false };
  if (source.kind === 'live') return { text: 'Dreaming', detail: source.label, tone: 'calm', busy: false };
  if (source.kind === 'failed') return { text: 'Dreaming', detail: 'Clouds, meanwhile', tone: 'calm', busy: false };
  return { text: 'Nothing to dream about yet', detail: 'Choose a source below', tone: 'held', busy: false };
}

/** The line while the studio is open: the live dream waits, and how far the still is. */
export function studioInWords(still: StillState): Status | null {
  switch (still.kind) {
    case 'idle':
      return null;
    case 'running': {
      const left = timeLeftInWords(still.progress?.remainingMs ?? null);
      return { text: 'Dreaming a still', detail: [stillProgress(still), left].filter(Boolean).join(' · '), tone: 'held', busy: true };
    }
    case 'opening':
    case 'ready':
    case 'paused':
    case 'done':
    case 'failed':
      return { text: 'The live dream waits', detail: '', tone: 'held', busy: false };
    default:
      return still satisfies never;
  }
}

function lostInWords(seconds: number | null): Status {
  const text = 'The graphics card let go';
  const detail = seconds === null ? 'Coming back now' : `Coming back in ${String(Math.ceil(seconds))} s`;
  return { text, detail, tone: 'held', busy: true };
}

/** A figure of the statistics and what it is. */
export interface Figure {
  readonly label: string;
  readonly value: string;
  /** What a longer look tells. */
  readonly more?: string;
}

/** The statistics in order: pictures a second, delay, GPU time and its numbers' precision, dream size and steps with the reason for them, objective. */
export function statsInFigures(stats: DreamStats): readonly Figure[] {
  return [
    { label: 'Pictures', value: `${stats.fps.toFixed(stats.fps < 10 ? 1 : 0)} fps` },
    { label: 'Delay', value: delayInFigures(stats.latency), more: 'From capture to picture: half are sooner · 95 % are sooner' },
    {
      label: 'GPU',
      value: `${stats.gpuMs?.toFixed(1) ?? '–'} ms · ${stats.precision}`,
      more: 'A turn of the dream and the pictures shown during it · precision of what it stores',
    },
    { label: 'Dream', value: dreamInFigures(stats), more: stats.rung },
    { label: 'Objective', value: stats.objective === null ? '–' : stats.objective.toFixed(3) },
    ...(stats.why === '' ? [] : [{ label: 'Rate', value: stats.why, more: stats.rung }]),
  ];
}

function delayInFigures(latency: DreamStats['latency']): string {
  return latency === null ? '– ms' : `${latency.p50.toFixed(0)} · ${latency.p95.toFixed(0)} ms`;
}

function dreamInFigures({ width, height, steps }: DreamStats): string {
  return `${String(width)} × ${String(height)} px · ${String(steps)} ${steps === 1 ? 'step' : 'steps'}`;
}
