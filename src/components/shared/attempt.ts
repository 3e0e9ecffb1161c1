/**
 * For setters whose failure the session itself shows: a source that does not open becomes `source$` failed, with its words and its way on.
 * The rejection is for callers who wait; here nobody does.
 */
export function shownBySession(promise: Promise<void>): void {
  promise.catch(() => undefined);
}
