import { EMPTY, type Observable, fromEvent, interval, merge } from 'rxjs';
import type { Devices } from './camera.ts';

/** An unplugged camera may come back without any event; asking a few times a minute costs nothing. */
const RETRY_MS = 3000;

/** Emits whenever it is worth trying a camera again that failed with `code`. Never asks a person twice: a refused one waits for their leave. */
export function cameraMayBeBack(code: string, devices: Devices, permission: PermissionStatus | null): Observable<unknown> {
  switch (code) {
    case 'camera-refused':
      return permission === null ? EMPTY : fromEvent(permission, 'change');
    case 'camera-absent':
      return deviceChanges(devices);
    case 'camera-busy':
    case 'camera-unplugged':
      return merge(deviceChanges(devices), interval(RETRY_MS));
    default:
      return EMPTY;
  }
}

/** Emits when a device is plugged in or out. */
export function deviceChanges(devices: Devices): Observable<unknown> {
  return devices === undefined ? EMPTY : fromEvent(devices, 'devicechange');
}
