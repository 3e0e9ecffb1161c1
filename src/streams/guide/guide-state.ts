import type { ObjectiveTerm } from '../../engine/index.ts';
import type { Failure } from '../states.ts';

/** How the guide is climbed toward. */
export interface GuideWish {
  /** `dot`: everything turns into the guide's feature that is nearest to it; `cosine`: the guide at the same place, caricatured. */
  readonly match: Extract<ObjectiveTerm, { kind: 'guide' }>['match'];
  /** 0: the look alone, 1: the guide alone. */
  readonly strength: number;
}

/** A picture whose features the live dream grows toward. */
export type GuideState =
  | { readonly kind: 'none' }
  | { readonly kind: 'taking' }
  /** `bitmap` shows it, small; the session's own, and closed by it. */
  | { readonly kind: 'held'; readonly bitmap: ImageBitmap; readonly wish: GuideWish }
  | { readonly kind: 'failed'; readonly failure: Failure };
