import type { StillPlan, StillProgress, StillRecipe } from '../../engine/index.ts';
import type { Failure } from '../states.ts';

/** The picture that a still is made from. */
export interface StillPicture {
  readonly name: string;
  /** Its own size in pixels, upright. */
  readonly width: number;
  readonly height: number;
  /** To show, its long side at most 2048 px; the studio's own, and closed by it. */
  readonly bitmap: ImageBitmap;
  /** What it was read from; `null` of a frozen frame. */
  readonly file: Blob | null;
  /** The recipe it was made by, where it is a still of ours. */
  readonly recipe: StillRecipe | null;
  /** Why the recipe inside it cannot be read, where it has one. */
  readonly trouble?: string;
}

/** What to dream a still by. */
export interface StillOrder {
  readonly recipe: StillRecipe;
  /** What people call the recipe. */
  readonly name: string;
  /** The long side to dream at in pixels, smaller than the picture's; `null` for its own. */
  readonly longest: number | null;
  /** Where to begin: the picture as it came, or what was dreamt of it. */
  readonly from: 'picture' | 'result';
}

/** What became of a still, to be seen, compared and saved. */
export interface StillOutcome {
  /** In pixels; saved at this size. */
  readonly width: number;
  readonly height: number;
  /** To show, its long side at most 2048 px; the studio's own, and closed by it. `null` where the browser has no room for it: it can be saved all the same. */
  readonly bitmap: ImageBitmap | null;
  /** Whether it was ended before its time. */
  readonly cancelled: boolean;
  /** The objective before each step, of all octaves. */
  readonly objective: readonly number[];
  readonly saved: boolean;
  /** The PNG to save, as soon as it is made: from then on no crash loses it. */
  readonly png?: Blob;
}

/** A still that is done. */
export interface StillFinished {
  readonly kind: 'done';
  readonly picture: StillPicture;
  readonly order: StillOrder;
  readonly plan: StillPlan | null;
  readonly outcome: StillOutcome;
  /** What went wrong since; the still is here all the same. */
  readonly failure?: Failure;
}

/** A still that is being dreamt. */
export interface StillRun {
  /** The still there was before it, and is again where nothing comes of it. */
  readonly before?: StillFinished;
  /** What went wrong beside it, such as a picture that cannot be opened; the run goes on. */
  readonly failure?: Failure;
  readonly picture: StillPicture;
  readonly order: StillOrder;
  /** `null` until the graphics card and the network are there. */
  readonly plan: StillPlan | null;
  readonly progress: StillProgress | null;
  /** How it looks so far; closed when the next one comes. */
  readonly preview: ImageBitmap | null;
}

/** The still studio. While it is not `idle`, the live dream is held. */
export type StillState =
  | { readonly kind: 'idle' }
  /** `picture` is the one that was there before, and is again when this one cannot be opened. */
  | { readonly kind: 'opening'; readonly name: string; readonly picture: StillPicture | null }
  | { readonly kind: 'ready'; readonly picture: StillPicture }
  | (StillRun & { readonly kind: 'running' })
  | (StillRun & { readonly kind: 'paused' })
  | StillFinished
  /** `picture` is the one that is still there to be dreamt; `order` what failed, where it can be tried again. */
  | { readonly kind: 'failed'; readonly failure: Failure; readonly picture: StillPicture | null; readonly order: StillOrder | null };

/** Whether leaving now would lose what was dreamt. */
export function wouldLose(state: StillState): boolean {
  return state.kind === 'running' || state.kind === 'paused' || (state.kind === 'done' && !state.outcome.saved);
}

/** The picture that can be dreamt, or could before the one that is being opened. */
export function pictureOf(state: StillState): StillPicture | null {
  return state.kind === 'idle' ? null : state.picture;
}

/** The still that is there, also behind a run that follows it. */
export function finishedIn(state: StillState): StillFinished | null {
  if (state.kind === 'done') return state;
  return 'before' in state ? (state.before ?? null) : null;
}

/** Every bitmap that a state shows. */
export function bitmapsOf(state: StillState): readonly ImageBitmap[] {
  const picture = pictureOf(state)?.bitmap;
  const preview = 'preview' in state ? state.preview : null;
  return [picture, preview, finishedIn(state)?.outcome.bitmap].filter((bitmap) => bitmap instanceof ImageBitmap);
}
