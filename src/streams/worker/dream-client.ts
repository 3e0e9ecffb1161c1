import { type Observable, Subject } from 'rxjs';
import { CodedError } from '../coded-error.ts';
import type { FromWorker, ToWorker } from './protocol.ts';

/** The page's side of a dream worker. */
export class DreamClient {
  readonly #worker = new Worker(new URL('./dream-worker.ts', import.meta.url), { type: 'module', name: 'dream' });
  readonly #messages$ = new Subject<FromWorker>();
  readonly #crashes$ = new Subject<string>();
  readonly #snapshots = new Map<number, PromiseWithResolvers<Blob>>();
  #nextSnapshot = 1;

  constructor() {
    this.#worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
      if (data.type === 'snapshot') this.#snapshotCame(data);
      else this.#messages$.next(data);
    });
    this.#worker.addEventListener('error', (event) => {
      event.preventDefault();
      this.#crashes$.next(event.message || 'The dream worker could not be loaded.');
    });
  }

  get messages$(): Observable<FromWorker> {
    return this.#messages$.asObservable();
  }

  /** Emits what went wrong when the worker fails with an error nobody handled. */
  get crashes$(): Observable<string> {
    return this.#crashes$.asObservable();
  }

  send(message: ToWorker): void {
    this.#worker.postMessage(message, transfers(message));
  }

  /** @throws CodedError `nothing-shown` */
  async snapshot(): Promise<Blob> {
    const id = this.#nextSnapshot++;
    const answer = Promise.withResolvers<Blob>();
    this.#snapshots.set(id, answer);
    this.send({ type: 'snapshot', id });
    return await answer.promise;
  }

  /** Lets the worker close its frames and its device, then ends it. */
  end(): void {
    const end = (): void => {
      this.#worker.terminate();
    };
    this.#worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
      if (data.type === 'stopped') end();
    });
    this.send({ type: 'stop' });
    // A worker that hangs is ended all the same.
    setTimeout(end, 1000);
    for (const { reject } of this.#snapshots.values()) reject(new CodedError('nothing-shown', 'The dream was ended.'));
    this.#snapshots.clear();
  }

  #snapshotCame({ id, picture, message }: Extract<FromWorker, { type: 'snapshot' }>): void {
    const answer = this.#snapshots.get(id);
    this.#snapshots.delete(id);
    if (picture === null) answer?.reject(new CodedError('nothing-shown', message));
    else answer?.resolve(picture);
  }
}

/** What goes along with a message instead of being copied. */
function transfers(message: ToWorker): Transferable[] {
  if (message.type === 'canvas') return [message.canvas];
  if (message.type !== 'source') return [];
  if (message.feed.kind === 'stream') return [message.feed.frames];
  return message.feed.kind === 'port' ? [message.feed.port] : [];
}
