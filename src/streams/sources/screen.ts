import { CodedError, messageOf } from '../coded-error.ts';
import { openedTrack } from './camera.ts';
import type { OpenedSource } from './opened-source.ts';

/** Asks which screen, window or tab to share. @throws CodedError `screen-refused` or `screen-unsupported` */
export async function openScreen(devices: Pick<MediaDevices, 'getDisplayMedia'> | undefined): Promise<OpenedSource> {
  if (devices === undefined || !('getDisplayMedia' in devices)) {
    throw new CodedError('screen-unsupported', 'This browser cannot share a screen.');
  }
  const stream = await devices.getDisplayMedia({ video: { frameRate: { ideal: 30 } }, audio: false }).catch((cause: unknown) => {
    throw new CodedError('screen-refused', messageOf(cause), { cause });
  });
  return await openedTrack(stream, 'Screen', 'screen-ended');
}
