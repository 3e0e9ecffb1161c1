import type { Camera, SourceRequest } from '../../streams/index.ts';

/** A line of the source menu. */
export interface SourceChoice {
  readonly kind: SourceRequest['kind'];
  /** What `requestOf` reads. */
  readonly value: string;
  readonly label: string;
  readonly chosen: boolean;
}

/** The menu: every camera (or just "Camera" while they have no names), screen, file, clouds. */
export function choicesOf(cameras: readonly Camera[], present: SourceRequest | undefined): readonly SourceChoice[] {
  return [
    ...cameraChoices(cameras, present),
    { kind: 'screen', value: 'screen', label: 'Screen', chosen: present?.kind === 'screen' },
    { kind: 'file', value: 'file', label: 'Picture or video…', chosen: present?.kind === 'file' },
    { kind: 'demo', value: 'demo', label: 'Clouds', chosen: present?.kind === 'demo' },
  ];
}

function cameraChoices(cameras: readonly Camera[], present: SourceRequest | undefined): readonly SourceChoice[] {
  const deviceId = present?.kind === 'camera' ? present.deviceId : undefined;
  const chosen = present?.kind === 'camera';
  const named = cameras.filter(({ id, label }) => id !== '' && label !== '');
  if (named.length < 2) return [{ kind: 'camera', value: 'camera', label: named[0]?.label ?? 'Camera', chosen }];
  return named.map(({ id, label }, index) => ({
    kind: 'camera',
    value: `camera:${id}`,
    label,
    chosen: chosen && (deviceId ? deviceId === id : index === 0),
  }));
}

/** What a line of the menu asks for; `null` for a file, which has to be chosen first. */
export function requestOf(value: string): SourceRequest | null {
  const [kind, ...rest] = value.split(':');
  const deviceId = rest.join(':');
  switch (kind) {
    case 'camera':
      return deviceId ? { kind, deviceId } : { kind };
    case 'screen':
    case 'demo':
      return { kind };
    default:
      return null;
  }
}
