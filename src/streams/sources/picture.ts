import { CodedError } from '../coded-error.ts';
import { type Pace, framesOnClock, timestampOf } from './pace.ts';

/** The longest side a picture is kept at, in pixels: more than is ever shown. */
const LONGEST_SIDE = 1920;

/** A still picture as frames on the clock. @throws CodedError `file-undecodable` */
export async function openPicture(file: Blob, pace: Pace): Promise<ReadableStream<VideoFrame>> {
  const bitmap = await decode(file);
  return framesOnClock(
    pace,
    (seconds) => new VideoFrame(bitmap, { timestamp: timestampOf(seconds) }),
    () => {
      bitmap.close();
    },
  );
}

async function decode(file: Blob): Promise<ImageBitmap> {
  const bitmap = await createImageBitmap(file).catch((cause: unknown) => {
    throw new CodedError('file-undecodable', 'This browser cannot read the picture.', { cause });
  });
  const scale = LONGEST_SIDE / Math.max(bitmap.width, bitmap.height);
  if (scale >= 1) return bitmap;
  const smaller = await createImageBitmap(bitmap, {
    resizeWidth: Math.max(1, Math.round(bitmap.width * scale)),
    resizeHeight: Math.max(1, Math.round(bitmap.height * scale)),
    resizeQuality: 'high',
  });
  bitmap.close();
  return smaller;
}
