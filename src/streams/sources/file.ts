import { CodedError } from '../coded-error.ts';
import type { Pace } from './pace.ts';
import { openPicture } from './picture.ts';

/**
 * A picture or video, chosen by what it says it is, else by trying.
 * @param file a file, or an absolute address
 * @throws CodedError `file-unreachable` or `file-undecodable`
 */
export async function openFile(file: Blob | string, pace: Pace): Promise<ReadableStream<VideoFrame>> {
  if (typeof file !== 'string') return await openBlob(file, pace);
  const response = await fetch(file).catch((cause: unknown) => {
    throw new CodedError('file-unreachable', 'Nothing came that this page may read.', { cause });
  });
  if (!response.ok) throw new CodedError('file-unreachable', `The address answered ${String(response.status)}.`);
  const isVideo = response.headers.get('content-type')?.startsWith('video/') ?? false;
  const isRemote = /^https?:/.test(file);
  if (!isVideo || !isRemote) return await openBlob(await response.blob(), pace);
  // A video is read by ranges as it plays, not all at once.
  await response.body?.cancel();
  return await openVideoLazily(file, pace);
}

async function openBlob(file: Blob, pace: Pace): Promise<ReadableStream<VideoFrame>> {
  if (file.type.startsWith('video/')) return await openVideoLazily(file, pace);
  if (file.type.startsWith('image/')) return await openPicture(file, pace);
  return await openPicture(file, pace).catch(() => openVideoLazily(file, pace));
}

/** The demuxer is a chunk of its own, which only a video costs. */
async function openVideoLazily(file: Blob | string, pace: Pace): Promise<ReadableStream<VideoFrame>> {
  const { openVideo } = await import('./video-file.ts');
  return await openVideo(file, pace);
}
