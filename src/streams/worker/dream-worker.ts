import { DreamHost } from './dream-host.ts';
import { type FromWorker, type ToWorker, transfersOf } from './protocol.ts';

/** The entry of the dream worker. */
function run(): void {
  let host: DreamHost | null = null;
  const post = (message: FromWorker): void => {
    postMessage(message, { transfer: transfersOf(message) });
  };
  addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
    if (data.type === 'open') host = new DreamHost(data.wanted, post);
    else host?.handle(data);
  });
}

run();
