import { Observable, finalize, from, switchMap } from 'rxjs';

/** The frames of a stream. Whoever subscribes owns them; unsubscribing cancels the stream and closes a frame that is still on its way. */
export function framesFromStream(frames: ReadableStream<VideoFrame>): Observable<VideoFrame> {
  return new Observable((subscriber) => {
    const reader = frames.getReader();
    const pump = async (): Promise<void> => {
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        if (subscriber.closed) part.value.close();
        else subscriber.next(part.value);
      }
      subscriber.complete();
    };
    pump().catch((error: unknown) => {
      subscriber.error(error);
    });
    return () => {
      reader.cancel().catch(() => undefined);
    };
  });
}

/** The frames of a file that is being opened; one that nobody waits for any more is closed when it opens. */
export function framesOfFile(opening: Promise<ReadableStream<VideoFrame>>): Observable<VideoFrame> {
  const closeUnread = async (): Promise<void> => {
    const frames = await opening;
    if (!frames.locked) await frames.cancel();
  };
  return from(opening).pipe(
    switchMap(framesFromStream),
    finalize(() => {
      // A failure to open was told to whoever waited.
      closeUnread().catch(() => undefined);
    }),
  );
}

/** The frames that come over a port, one a message; `null` ends them. Whoever subscribes owns them. */
export function framesFromPort(port: MessagePort): Observable<VideoFrame> {
  return new Observable((subscriber) => {
    port.onmessage = ({ data }: MessageEvent<VideoFrame | null>) => {
      if (data === null) subscriber.complete();
      else if (subscriber.closed) data.close();
      else subscriber.next(data);
    };
    return () => {
      // The other side stops sending; what is on its way still arrives and is closed above.
      port.postMessage('stop');
    };
  });
}
