import { CloudSky } from './clouds.ts';
import { type Pace, framesOnClock, timestampOf } from './pace.ts';

const WIDTH = 1280;
const HEIGHT = 720;

/** The sky everyone sees first. */
export const DEMO_SEED = 7;

/** The demo clouds and how fast they drift. */
export interface Demo {
  readonly frames: ReadableStream<VideoFrame>;
  /** 1 is the clouds' own pace, 0 holds them still. */
  setMotion(motion: number): void;
}

/** Moving clouds, drawn here: a machine without a camera dreams at once, with nothing to download. */
export function openDemo(motion: number, pace: Pace, seed: number = DEMO_SEED): Demo {
  const sky = new CloudSky(seed, WIDTH, HEIGHT);
  let speed = motion;
  let skyTime = 0;
  let last = pace.now();
  const draw = (seconds: number): VideoFrame => {
    skyTime += (seconds - last) * speed;
    last = seconds;
    return new VideoFrame(sky.draw(skyTime), {
      format: 'RGBX',
      codedWidth: WIDTH,
      codedHeight: HEIGHT,
      timestamp: timestampOf(seconds),
    });
  };
  return {
    frames: framesOnClock(pace, draw),
    setMotion: (next) => {
      speed = next;
    },
  };
}
