/** How a source with a clock of its own keeps time. All times in seconds. */
export interface Pace {
  /** Time since some start; stands still while the dream is paused. */
  now(): number;
  /** Whether a frame is wanted: none is waiting for the engine, and nothing is paused. */
  wanted(): boolean;
  sleep(seconds: number): Promise<void>;
}

/** Pictures a second of everything that is drawn here. */
export const FRAME_RATE = 30;

/** How long to wait before asking again whether a frame is wanted. */
const POLL_SECONDS = 1 / 120;

/**
 * Frames drawn on the clock, at most `FRAME_RATE` a second and only when wanted, so that no work is done for a frame that would be dropped.
 * @param draw makes the frame of a time in seconds, with that timestamp; the reader owns and closes it
 */
export function framesOnClock(
  pace: Pace,
  draw: (seconds: number) => VideoFrame,
  end: () => void = () => undefined,
): ReadableStream<VideoFrame> {
  let cancelled = false;
  let due = pace.now();
  return new ReadableStream<VideoFrame>(
    {
      async pull(controller) {
        await untilWanted(pace, due, () => cancelled);
        if (cancelled) return;
        const now = pace.now();
        due = Math.max(due + 1 / FRAME_RATE, now);
        controller.enqueue(draw(now));
      },
      cancel() {
        cancelled = true;
        end();
      },
    },
    // Nothing is drawn ahead: a frame in a stream's own queue would not be closed when the stream is cancelled.
    { highWaterMark: 0 },
  );
}

/** Waits until `due` and until a frame is wanted, or something is cancelled. */
export async function untilWanted(pace: Pace, due: number, cancelled: () => boolean): Promise<void> {
  await pace.sleep(Math.max(0, due - pace.now()));
  while (!cancelled() && (!pace.wanted() || pace.now() < due)) await pace.sleep(POLL_SECONDS);
}

/** A frame's timestamp in microseconds, whole as VideoFrame wants it. */
export function timestampOf(seconds: number): number {
  return Math.round(seconds * 1e6);
}
