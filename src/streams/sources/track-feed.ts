import type { Feed } from '../worker/protocol.ts';

/** Chromium's, which lib.dom does not know. */
interface TrackProcessor {
  readonly readable: ReadableStream<VideoFrame>;
}

type TrackProcessorConstructor = new (init: { track: MediaStreamTrack }) => TrackProcessor;

/** A track's frames for the worker, and how to stop them. */
export interface TrackFeed {
  readonly feed: Feed;
  readonly stop: () => void;
}

/** Frames straight to the worker where the browser can, else one VideoFrame a message. */
export async function trackFeed(stream: MediaStream, track: MediaStreamTrack): Promise<TrackFeed> {
  if ('MediaStreamTrackProcessor' in globalThis) {
    // Chromium's interface, checked for above.
    const Processor = globalThis.MediaStreamTrackProcessor as TrackProcessorConstructor;
    return { feed: { kind: 'stream', frames: new Processor({ track }).readable }, stop: () => undefined };
  }
  return await portFeed(stream);
}

async function portFeed(stream: MediaStream): Promise<TrackFeed> {
  const video = document.createElement('video');
  Object.assign(video, { muted: true, playsInline: true, srcObject: stream });
  await video.play();
  const { port1, port2 } = new MessageChannel();
  let stopped = false;
  const send = (_now: number, { mediaTime }: VideoFrameCallbackMetadata): void => {
    if (stopped) return;
    const frame = new VideoFrame(video, { timestamp: Math.round(mediaTime * 1e6) });
    port1.postMessage(frame, [frame]);
    video.requestVideoFrameCallback(send);
  };
  const stop = (): void => {
    stopped = true;
    video.srcObject = null;
    port1.close();
  };
  port1.onmessage = stop;
  video.requestVideoFrameCallback(send);
  return { feed: { kind: 'port', port: port2 }, stop };
}
