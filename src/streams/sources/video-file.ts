import { ALL_FORMATS, BlobSource, Input, type InputVideoTrack, UrlSource, type VideoSample, VideoSampleSink } from 'mediabunny';
import { CodedError } from '../coded-error.ts';
import { type Pace, timestampOf, untilWanted } from './pace.ts';

/** Further behind than this in seconds, and the film slows down instead of hurrying after its own clock. */
const LATEST = 0.25;

/**
 * A video file as frames paced by their timestamps, again from the start when it ends; timestamps go on rising.
 * @param file a file, or an absolute address that answers range requests
 * @throws CodedError `file-undecodable`
 */
export async function openVideo(file: Blob | string, pace: Pace): Promise<ReadableStream<VideoFrame>> {
  const input = new Input({ formats: ALL_FORMATS, source: typeof file === 'string' ? new UrlSource(file) : new BlobSource(file) });
  try {
    const reel = new Reel(await decodableTrack(input), pace);
    return reel.frames(() => {
      input.dispose();
    });
  } catch (cause) {
    input.dispose();
    if (cause instanceof CodedError) throw cause;
    throw new CodedError('file-undecodable', 'This browser cannot read the video.', { cause });
  }
}

async function decodableTrack(input: Input): Promise<InputVideoTrack> {
  if (!(await input.canRead()))
    throw new CodedError('file-undecodable', 'The file is neither a picture nor a video that this browser knows.');
  const track = await input.getPrimaryVideoTrack();
  if (track === null) throw new CodedError('file-undecodable', 'The file holds no video.');
  if (await track.canDecode()) return track;
  throw new CodedError('file-undecodable', `This browser cannot decode the video’s format (${String(await track.getCodec())}).`);
}

/** Plays one track round and round. */
class Reel {
  readonly #sink: VideoSampleSink;
  readonly #pace: Pace;
  #samples: AsyncGenerator<VideoSample, void>;
  #cancelled = false;
  /** Pace time at which the sample of time 0 of this round is due. */
  #origin: number;
  /** What this round adds to the samples' own timestamps, in seconds. */
  #offset = 0;
  #roundEnd = 0;

  constructor(track: InputVideoTrack, pace: Pace) {
    this.#sink = new VideoSampleSink(track);
    this.#pace = pace;
    this.#samples = this.#sink.samples();
    this.#origin = pace.now();
  }

  frames(end: () => void): ReadableStream<VideoFrame> {
    return new ReadableStream<VideoFrame>(
      {
        pull: async (controller) => {
          const frame = await this.#next();
          if (frame === null) return;
          controller.enqueue(frame);
        },
        cancel: async () => {
          this.#cancelled = true;
          await this.#samples.return();
          end();
        },
      },
      { highWaterMark: 0 },
    );
  }

  /** The next frame when it is due, or `null` when the stream was cancelled meanwhile. */
  async #next(): Promise<VideoFrame | null> {
    const sample = await this.#nextSample();
    const seconds = this.#offset + sample.timestamp;
    this.#roundEnd = Math.max(this.#roundEnd, seconds + (sample.duration || 1 / 30));
    try {
      await untilWanted(this.#pace, this.#origin + seconds, () => this.#cancelled);
      if (this.#cancelled) return null;
      const late = this.#pace.now() - this.#origin - seconds;
      if (late > LATEST) this.#origin += late;
      return retimed(sample, seconds);
    } finally {
      sample.close();
    }
  }

  async #nextSample(): Promise<VideoSample> {
    const next = await this.#samples.next();
    if (!next.done) return next.value;
    this.#offset = this.#roundEnd;
    this.#samples = this.#sink.samples();
    const first = await this.#samples.next();
    if (first.done) throw new CodedError('file-undecodable', 'The video holds no pictures.');
    return first.value;
  }
}

function retimed(sample: VideoSample, seconds: number): VideoFrame {
  const frame = sample.toVideoFrame();
  const renamed = new VideoFrame(frame, { timestamp: timestampOf(seconds) });
  frame.close();
  return renamed;
}
