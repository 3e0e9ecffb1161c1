import type { DockAction } from '../dream-dock/dock-event.ts';

/** What a key does on the page. */
export type KeyAction = DockAction | 'still' | 'escape' | 'keys';

const actions: Readonly<Record<string, KeyAction>> = {
  ' ': 'pause',
  d: 'still',
  f: 'fullscreen',
  r: 'reset',
  h: 'panel',
  p: 'panel',
  s: 'snapshot',
  escape: 'escape',
  '?': 'keys',
};

/** The keys, for people. */
export const KEYS: readonly (readonly [key: string, meaning: string])[] = [
  ['Space', 'Pause, go on'],
  ['S', 'Save a picture'],
  ['R', 'Begin again'],
  ['D', 'Dream a still of what is shown'],
  ['F', 'Full screen'],
  ['P or H', 'Settings'],
  ['Esc', 'Close'],
];

/** Controls that take letters and the space bar themselves. */
const TYPING = 'input, textarea, wa-select, wa-dropdown-item';
const PRESSABLE = 'button, summary, [role="slider"]';

/** The action of a key, `null` where it has none or belongs to the control that has the focus. */
export function actionOfKey(event: KeyboardEvent): KeyAction | null {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return null;
  const action = actions[event.key.toLowerCase()];
  if (action === undefined || (event.repeat && action !== 'escape')) return null;
  const path = event.composedPath().filter((target) => target instanceof Element);
  const within = (selector: string): boolean => path.some((element) => element.matches(selector));
  if (action === 'escape') return action;
  if (within(TYPING) || (event.key === ' ' && within(PRESSABLE))) return null;
  return action;
}
