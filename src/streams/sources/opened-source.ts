import type { Observable } from 'rxjs';
import type { CodedError } from '../coded-error.ts';
import type { Feed } from '../worker/protocol.ts';

/** A source that the page opened and the worker reads. */
export interface OpenedSource {
  /** What to call it, such as the camera's name. */
  readonly label: string;
  /** Where the worker gets its frames; given away once. */
  readonly feed: Feed;
  /** Emits once, when the source ends by itself. */
  readonly ended$: Observable<CodedError>;
  /** Ends it and lets the device go. */
  close(): void;
}
