import { beforeEach, describe, expect, test } from 'vitest';
import { DreamPanel } from '../../../src/components/dream-panel/dream-panel.ts';
import type { Memory } from '../../../src/components/dream-panel/remembered-sections.ts';
import { SETTINGS } from '../../../src/streams/index.ts';
import { find, mount, seek, settled, words } from './mount.ts';
import { type PlainSession, plainSession } from './plain-session.ts';

describe('the panel', () => {
  let session: PlainSession;
  let panel: DreamPanel;

  beforeEach(async () => {
    session = plainSession();
    session.cameras$.next([
      { id: 'a', label: 'One' },
      { id: 'b', label: 'Two' },
    ]);
    panel = new DreamPanel();
    panel.session = session;
    await mount(panel);
  });

  /** Moves the slider with that label as a hand would. */
  const slide = (label: string, position: number): void => {
    const slider = find(panel, `wa-slider[label^="${label}"]`);
    Object.assign(slider, { value: position });
    slider.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
  };

  test('every setting of the schema, has its control, unless it is for scripts only', () => {
    const shown = [...panel.renderRoot.querySelectorAll<HTMLElement>('[data-setting]')].map(({ dataset }) => dataset['setting']);
    const expected = SETTINGS.filter(({ name, hidden }) => name !== 'layers' && hidden !== true).map(({ name }) => name);
    expect(shown.sort()).toEqual(expected.sort());
    expect(panel.renderRoot.querySelectorAll('dream-faders')).toHaveLength(1);
  });

  test('numbers, are written with their units', () => {
    const text = words(panel);
    for (const figure of ['4.0 s', '320 px', '1.00 ×']) expect(text).toContain(figure);
  });

  test('a slider of movement, is empty at rest and fills either way; others fill from their least', async () => {
    const fill = (label: string): string => {
      const indicator = find(find(panel, `wa-slider[label^="${label}"]`), '[part~=indicator]');
      return ['--start', '--end'].map((name) => indicator.style.getPropertyValue(name)).join(' to ');
    };
    expect(fill('Drift across')).toBe('50% to 50%');
    await session.set({ driftX: -0.5 });
    await settled(panel);
    expect([fill('Drift across'), fill('Dream size')]).toEqual([expect.stringMatching(/25%/), expect.stringMatching(/^0% to/)]);
  });

  test('a slider of equal steps, sets its very value', () => {
    slide('Dream size', 256);
    expect(session.set).toHaveBeenLastCalledWith({ size: 256 });
    slide('Steps', 4);
    expect(session.set).toHaveBeenLastCalledWith({ steps: 4 });
  });

  test('a slider of equal ratios, sets the value at that place', () => {
    slide('Memory', 0);
    expect(session.set).toHaveBeenLastCalledWith({ persistence: 0.2 });
    slide('Memory', 100);
    expect(session.set).toHaveBeenLastCalledWith({ persistence: 60 });
    slide('Strength', 50);
    expect(session.set).toHaveBeenLastCalledWith({ stepSize: 0.01 });
  });

  test('a setting changed elsewhere, moves its slider', async () => {
    await session.set({ persistence: 60 });
    await settled(panel);
    expect(find(panel, 'wa-slider[label="Memory"]')).toHaveProperty('value', 100);
    expect(words(panel)).toContain('60.0 s');
  });

  test('a fader, changes its layer and keeps the others', async () => {
    slide('mixed4', 0.5);
    expect(session.set).toHaveBeenLastCalledWith({ layers: { mixed2: 1, mixed3: 1, mixed4: 0.5 } });
    await settled(panel);
    slide('mixed3', 0);
    expect(session.set).toHaveBeenLastCalledWith({ layers: { mixed2: 1, mixed4: 0.5 } });
  });

  test('a written objective, is said where it takes the place of the faders, which can be had back', async () => {
    expect(words(panel)).not.toContain('Use the faders');
    await session.set({ objective: 'mixed4:channel=3:1' });
    await settled(panel);
    expect(words(panel)).toContain('mixed4:channel=3:1');
    expect(find(panel, 'wa-slider[label^="mixed3"]')).toHaveProperty('disabled', true);
    find(panel, '.written button').click();
    expect(session.set).toHaveBeenLastCalledWith({ objective: '' });
    await settled(panel);
    expect(words(panel)).not.toContain('Use the faders');
    expect(find(panel, 'wa-slider[label^="mixed3"]')).toHaveProperty('disabled', false);
  });

  test('the last fader, does not go to nothing', async () => {
    await session.set({ layers: { mixed3: 1 } });
    await settled(panel);
    slide('mixed3', 0);
    expect(session.set).toHaveBeenLastCalledWith({ layers: { mixed3: 0.05 } });
  });

  test('a switch, sets its flag', () => {
    const flag = find(panel, '[data-setting="stats"] wa-switch');
    Object.assign(flag, { checked: true });
    flag.dispatchEvent(new Event('change', { bubbles: true }));
    expect(session.set).toHaveBeenLastCalledWith({ stats: true });
  });

  test('a select, sets its choice', () => {
    const select = find(panel, '[data-setting="source"] wa-select');
    Object.assign(select, { value: 'screen' });
    select.dispatchEvent(new Event('change', { bubbles: true }));
    expect(session.set).toHaveBeenLastCalledWith({ source: 'screen' });
  });

  test('the rate to hold, is offered in words', () => {
    const options = [...panel.renderRoot.querySelectorAll('[data-setting="rate"] wa-option')].map(words);
    expect(options).toEqual(['30 fps', '60 fps', 'My screen’s', 'None']);
  });

  test('one camera, needs no choice', async () => {
    session.cameras$.next([{ id: 'a', label: 'One' }]);
    await settled(panel);
    expect(seek(panel, '[data-setting="camera"]')).toBeNull();
  });

  test('its sections, are remembered', async () => {
    const kept = new Map<string, string>();
    const memory: Memory = { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) };
    panel.memory = memory;
    panel.showKeys();
    const again = new DreamPanel();
    again.session = session;
    again.memory = memory;
    await mount(again);
    const open = [...again.renderRoot.querySelectorAll('details[open] > summary')].map(words);
    expect(open).toEqual(['Keys']);
  });
});
