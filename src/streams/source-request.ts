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
      const { href, pathname } = new URL(settings.source, base);
      return { kind: 'file', url: href, name: decodeURIComponent(pathname.split('/').at(-1) ?? '') || href };
    }
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
