import { CloudSky } from './clouds.ts';
import { type Pace, framesOnClock, timestampOf } from './pace.ts';

const WIDTH = 1280;
const HEIGHT = 720;

/** The sky everyone sees first. */
export const DEMO_SEED = 7;

/** The demo clouds, drawn here: a machine without a camera dreams at once, with nothing to download. They drift on from where they were. */
export class DemoClouds {
  readonly #sky = new CloudSky(DEMO_SEED, WIDTH, HEIGHT);
  #seconds = 0;
  #motion = 1;

  /** @param motion 1 is the clouds' own pace, 0 holds them still */
  setMotion(motion: number): void {
    this.#motion = motion;
  }

  /** Frames of the clouds on this clock, 1280×720. */
  frames(pace: Pace): ReadableStream<VideoFrame> {
    let last = pace.now();
    return framesOnClock(pace, (now) => {
      this.#seconds += (now - last) * this.#motion;
      last = now;
      const init = { format: 'RGBX', codedWidth: WIDTH, codedHeight: HEIGHT, timestamp: timestampOf(now) } as const;
      return new VideoFrame(this.#sky.draw(this.#seconds), init);
    });
  }
}
