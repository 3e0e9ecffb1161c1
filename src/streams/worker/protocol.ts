import type { DreamParams, WantedPrecision } from '../../engine/index.ts';
import type { DreamStats } from '../states.ts';
import type { ModelEntry } from './catalogue.ts';
import type { GuideAsk, GuideTell } from './guide-protocol.ts';
import type { StillAsk, StillTell } from './still-protocol.ts';

/** What is to be dreamt, and how many turns a second to hold; with `null` size and steps stay as they are set. */
export interface Wanted {
  readonly params: DreamParams;
  readonly rate: number | null;
}

/** What the page says to the dream worker, `open` first. What must not be copied (canvas, stream, port) is transferred with the message. */
export type ToWorker =
  | { readonly type: 'open'; readonly wanted: Wanted }
  | { readonly type: 'start'; readonly model: ModelEntry; readonly modelsUrl: string; readonly precision: WantedPrecision }
  /** No engine will be started: show the source as it is. */
  | { readonly type: 'show-plainly' }
  | { readonly type: 'params'; readonly wanted: Wanted }
  | { readonly type: 'canvas'; readonly number: number; readonly canvas: OffscreenCanvas }
  | { readonly type: 'source'; readonly id: number; readonly feed: Feed }
  | { readonly type: 'demo-motion'; readonly motion: number }
  | { readonly type: 'pause'; readonly paused: boolean }
  | { readonly type: 'reset' }
  | { readonly type: 'snapshot'; readonly id: number }
  | { readonly type: 'still'; readonly ask: StillAsk }
  | { readonly type: 'guide'; readonly ask: GuideAsk }
  | { readonly type: 'stop' };

/** Where the worker gets frames from. */
export type Feed =
  | { readonly kind: 'stream'; readonly frames: ReadableStream<VideoFrame> }
  /** One VideoFrame a message, transferred. */
  | { readonly kind: 'port'; readonly port: MessagePort }
  /** `motion` 1 drifts at the clouds' own pace, 0 holds them still. */
  | { readonly kind: 'demo'; readonly motion: number }
  | { readonly kind: 'file'; readonly file: Blob | string; readonly name: string };

/** How the engine does, as the worker tells it. `failed` carries a code; the page finds the words for this browser. */
export type WorkerEngineState =
  | { readonly kind: 'starting'; readonly what: 'device' | 'model' | 'compiling'; readonly loaded: number; readonly total: number }
  | { readonly kind: 'live'; readonly adapter: string; readonly software: boolean; readonly model: string }
  | { readonly kind: 'lost'; readonly retryInSeconds: number | null }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };

/** `live` comes with the source's first frame and again when its size changes; sizes in pixels. */
export type WorkerSourceState =
  | { readonly kind: 'live'; readonly width: number; readonly height: number }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string }
  | { readonly kind: 'ended' };

/** What the dream worker says to the page. */
export type FromWorker =
  | { readonly type: 'engine'; readonly state: WorkerEngineState }
  | { readonly type: 'source'; readonly id: number; readonly state: WorkerSourceState }
  | { readonly type: 'stats'; readonly stats: DreamStats }
  | { readonly type: 'presented'; readonly number: number }
  /** The canvas cannot be drawn to any more: a fresh one is wanted. */
  | { readonly type: 'canvas-wanted' }
  | { readonly type: 'snapshot'; readonly id: number; readonly picture: Blob | null; readonly message: string }
  /** Something failed behind a dream that goes on, such as another size that the GPU cannot take. */
  | { readonly type: 'trouble'; readonly code: string; readonly message: string }
  | { readonly type: 'still'; readonly tell: StillTell }
  | { readonly type: 'guide'; readonly tell: GuideTell }
  /** The last message after `stop`: how many frames were opened and closed in all. */
  | { readonly type: 'stopped'; readonly opened: number; readonly closed: number };

/** What goes along with a message of the worker's instead of being copied. */
export function transfersOf(message: FromWorker): Transferable[] {
  if (message.type !== 'still' && message.type !== 'guide') return [];
  return 'bitmap' in message.tell && message.tell.bitmap !== null ? [message.tell.bitmap] : [];
}
