import type { Settings } from './settings/schema.ts';
import type { SourceRequest } from './states.ts';

/** What the settings ask for. @param base what a relative address of a file is relative to */
export function requestOf(settings: Settings, base: string): SourceRequest {
  switch (settings.source) {
    case 'camera':
      return settings.camera === '' ? { kind: 'camera' } : { kind: 'camera', deviceId: settings.camera };
    case 'screen':
      return { kind: 'screen' };
    case 'demo':
      return { kind: 'demo' };
    default: {
      const url = new URL(settings.source, base);
      return { kind: 'file', url: url.href, name: nameOf(url) };
    }
  }
}

/** The last part of an address, as people write it; addresses that hold the file itself have none. */
function nameOf({ protocol, pathname, hostname }: URL): string {
  if (protocol === 'blob:' || protocol === 'data:') return 'picture or video';
  const last = pathname.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(last) || hostname;
  } catch {
    // A lone % is no escape: then it stands as it is.
    return last;
  }
}

/** The settings that ask for this again. */
export function settingOfRequest(request: SourceRequest): Partial<Settings> {
  switch (request.kind) {
    case 'camera':
      return { source: 'camera', camera: request.deviceId ?? '' };
    case 'screen':
    case 'demo':
      return { source: request.kind };
    case 'file':
      return { source: request.url };
    default:
      return request satisfies never;
  }
}
