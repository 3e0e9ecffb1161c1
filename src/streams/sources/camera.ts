import { type Observable, fromEvent, map, take } from 'rxjs';
import { CodedError, messageOf } from '../coded-error.ts';
import type { Camera } from '../states.ts';
import type { OpenedSource } from './opened-source.ts';
import { trackFeed } from './track-feed.ts';

const WANTED = { width: { ideal: 1920 }, height: { ideal: 1080 }, frameRate: { ideal: 30 } } as const;

/** What of the browser a camera needs; absent in an insecure context. */
export type Devices = Pick<MediaDevices, 'getUserMedia' | 'enumerateDevices' | 'addEventListener' | 'removeEventListener'> | undefined;

/**
 * Opens a camera: the one asked for, or any where that one is gone (a dead id would fail for ever).
 * @throws CodedError `camera-refused`, `camera-absent`, `camera-busy` or `camera-unsupported`
 */
export async function openCamera(devices: Devices, deviceId?: string): Promise<OpenedSource> {
  if (devices === undefined) throw new CodedError('camera-unsupported', 'This page may not use cameras.');
  const stream = await ask(devices, deviceId).catch((cause: unknown) => {
    throw cameraError(cause);
  });
  return await openedTrack(stream, 'Camera', 'camera-unplugged');
}

/** The first video track of a stream as a source. @param endedCode the code with which it ends by itself */
export async function openedTrack(stream: MediaStream, name: string, endedCode: string): Promise<OpenedSource> {
  const [track] = stream.getVideoTracks();
  if (!track) throw new CodedError('camera-absent', 'The stream that came holds no video.');
  const letGo = (): void => {
    for (const each of stream.getTracks()) each.stop();
  };
  const { feed, stop } = await trackFeed(stream, track).catch((error: unknown) => {
    // Nobody else will: its light would stay on.
    letGo();
    throw error;
  });
  return {
    label: track.label || name,
    feed,
    ended$: ended(track).pipe(map(() => new CodedError(endedCode, `${name} has ended.`))),
    close: () => {
      stop();
      letGo();
    },
  };
}

/** The cameras there are. Labels are known only after one was allowed. */
export async function listCameras(devices: Devices): Promise<readonly Camera[]> {
  const all = (await devices?.enumerateDevices()) ?? [];
  return all
    .filter(({ kind, deviceId }) => kind === 'videoinput' && deviceId !== '')
    .map(({ deviceId, label }, index) => ({ id: deviceId, label: label || `Camera ${index + 1}` }));
}

async function ask(devices: NonNullable<Devices>, deviceId?: string): Promise<MediaStream> {
  if (deviceId === undefined) return await devices.getUserMedia({ video: WANTED });
  try {
    return await devices.getUserMedia({ video: { ...WANTED, deviceId: { exact: deviceId } } });
  } catch (error) {
    if (!isNamed(error, ['OverconstrainedError', 'NotFoundError'])) throw error;
    return await devices.getUserMedia({ video: WANTED });
  }
}

function ended(track: MediaStreamTrack): Observable<Event> {
  return fromEvent(track, 'ended').pipe(take(1));
}

function cameraError(cause: unknown): CodedError {
  const message = messageOf(cause);
  if (isNamed(cause, ['NotAllowedError', 'SecurityError'])) return new CodedError('camera-refused', message, { cause });
  if (isNamed(cause, ['NotFoundError', 'OverconstrainedError'])) return new CodedError('camera-absent', message, { cause });
  return new CodedError('camera-busy', message, { cause });
}

function isNamed(error: unknown, names: readonly string[]): boolean {
  return typeof error === 'object' && error !== null && 'name' in error && names.includes(String(error.name));
}
