import type { StillPlan, StillProgress, StillRecipe } from '../../engine/index.ts';

/** Where a still's picture comes from: a file, or what the source shows just now (of a picture, the file itself). */
export type StillSource = { readonly kind: 'file'; readonly file: Blob } | { readonly kind: 'shown' };

/** What the page has kept of a studio whose worker was lost, for the next one to hold. */
export interface StillRestore {
  readonly kind: 'restore';
  /** The file it was read from, or what is shown of it. */
  readonly picture: Blob | ImageBitmap;
  /** The PNG of what was dreamt, and by what. */
  readonly result: { readonly picture: Blob; readonly recipe: StillRecipe } | null;
}

/** What the page asks of the studio's worker side. An `id` numbers what is asked; answers carry it, so that late ones are known. */
export type StillAsk =
  | { readonly kind: 'open'; readonly id: number; readonly source: StillSource }
  | {
      readonly kind: 'run';
      readonly id: number;
      readonly recipe: StillRecipe;
      /** The long side to dream at; `null` for the picture's own. */
      readonly longest: number | null;
      readonly from: 'picture' | 'result';
    }
  | StillRestore
  | { readonly kind: 'pause'; readonly paused: boolean }
  /** Ends the run and keeps what there is. */
  | { readonly kind: 'cancel' }
  | { readonly kind: 'save'; readonly id: number }
  /** Ends everything and frees the pictures. */
  | { readonly kind: 'close' };

/** What the worker answers. Bitmaps are transferred. */
export type StillTell =
  | {
      readonly kind: 'opened';
      readonly id: number;
      readonly width: number;
      readonly height: number;
      readonly bitmap: ImageBitmap;
      /** What it was read from, for the page to keep; `null` of a frozen frame. */
      readonly file: Blob | null;
      /** The recipe inside it, where it is a still of ours. */
      readonly recipe: StillRecipe | null;
      /** Why the recipe inside it cannot be read. */
      readonly trouble?: string;
    }
  | { readonly kind: 'begun'; readonly id: number; readonly plan: StillPlan }
  | { readonly kind: 'progress'; readonly id: number; readonly progress: StillProgress }
  | { readonly kind: 'preview'; readonly id: number; readonly bitmap: ImageBitmap }
  | {
      readonly kind: 'done';
      readonly id: number;
      readonly width: number;
      readonly height: number;
      /** `null` where the browser has no room to show it. */
      readonly bitmap: ImageBitmap | null;
      readonly cancelled: boolean;
      readonly objective: readonly number[];
    }
  /** The PNG of what was done, for the page to keep. */
  | { readonly kind: 'kept'; readonly id: number; readonly png: Blob }
  | { readonly kind: 'failed'; readonly id: number; readonly code: string; readonly message: string }
  | { readonly kind: 'saved'; readonly id: number; readonly png: Blob | null; readonly message: string };
