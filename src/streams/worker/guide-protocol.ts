/** What the page asks about the live dream's guide; an `id` numbers what is asked, and answers carry it. */
export type GuideAsk = { readonly kind: 'hold'; readonly id: number; readonly picture: Blob | 'shown' } | { readonly kind: 'forget' };

/** What the worker answers. The bitmap is transferred. */
export type GuideTell =
  | { readonly kind: 'held'; readonly id: number; readonly bitmap: ImageBitmap }
  | { readonly kind: 'failed'; readonly id: number; readonly code: string; readonly message: string };
