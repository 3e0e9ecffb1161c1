import '@awesome.me/webawesome/dist/components/option/option.js';
import '@awesome.me/webawesome/dist/components/select/select.js';
import '@awesome.me/webawesome/dist/components/slider/slider.js';
import '@awesome.me/webawesome/dist/components/switch/switch.js';
import { LitElement, type TemplateResult, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import {
  type ChoiceSetting,
  type DreamSession,
  SETTINGS,
  type SettingGroup,
  type SettingName,
  type Settings,
  type SettingsUpdate,
  settingOf,
} from '../../streams/index.ts';
import { KEYS } from '../dream-app/keys.ts';
import '../dream-faders/dream-faders.ts';
import type { WeightsEvent } from '../dream-faders/dream-faders.ts';
import '../dream-guide/dream-guide.ts';
import { icon } from '../icons/icons.ts';
import { Observed } from '../observe.ts';
import { shownBySession } from '../shared/attempt.ts';
import { base, glass } from '../shared/base.styles.ts';
import { buttons } from '../shared/button.styles.ts';
import { controls } from '../shared/control.styles.ts';
import { styles } from './dream-panel.styles.ts';
import { type Memory, readSections, writeSections } from './remembered-sections.ts';
import { type ControlContext, type Option, numberControl, settingControl } from './setting-control.ts';

/** The settings that have the three large controls. */
const LARGE: readonly SettingName[] = ['layers', 'stepSize', 'persistence'];

/** The sections under "More", and which settings are in them. */
const SECTIONS: readonly (readonly [title: string, groups: readonly SettingGroup[]])[] = [
  ['Source', ['source']],
  ['Dreaming', ['look', 'strength', 'memory']],
  ['Octaves', ['octaves']],
  ['Gradient', ['ascent']],
  ['Movement', ['motion']],
  ['Picture', ['picture']],
];

/**
 * Right, or a sheet from below on a phone: Look, Strength and Memory, the rest under "More". Every control comes from the settings schema.
 * @event close - The person wants it closed.
 */
@customElement('dream-panel')
export class DreamPanel extends LitElement {
  static override readonly styles = [base, glass, buttons, controls, styles];

  @property({ attribute: false }) accessor session: DreamSession | undefined;

  /** Whether it is out of sight. */
  @property({ type: Boolean, reflect: true }) accessor asleep = false;

  /** Where the sections are remembered from visit to visit. */
  @property({ attribute: false }) accessor memory: Memory | undefined;

  @state() private accessor open: ReadonlySet<string> = new Set();

  readonly #settings = new Observed(this, () => this.session?.settings$);
  readonly #layers = new Observed(this, () => this.session?.layers$);
  readonly #cameras = new Observed(this, () => this.session?.cameras$);

  /** Opens the section that lists the keys. */
  showKeys(): void {
    this.#remember('Keys', true);
  }

  override willUpdate(changed: ReadonlyMap<PropertyKey, unknown>): void {
    if (changed.has('memory')) this.open = new Set([...this.open, ...readSections(this.memory)]);
  }

  override render(): TemplateResult | typeof nothing {
    const settings = this.#settings.value;
    if (!settings) return nothing;
    const context: ControlContext = { settings, options: this.#options, change: this.#change };
    return html`<aside class="glass fading" aria-label="Settings">
      <header>
        <h2>Look</h2>
        <button class="round" aria-label="Close the settings" @click=${this.#close}>${icon('close')}</button>
      </header>
      <div class="scroll">
        ${this.#look(settings)} ${strength(context)} ${memory(context)}
        <div class="more">
          <h2>More</h2>
          ${SECTIONS.map(([title, groups]) => this.#section(title, controlsOf(groups, context)))}
          ${this.#section('Guide', html`<dream-guide .session=${this.session}></dream-guide>`)} ${this.#section('Keys', keys())}
        </div>
      </div>
    </aside>`;
  }

  #look(settings: Settings): TemplateResult {
    return html`${settings.objective.trim() === '' ? nothing : this.#written(settings)}<dream-faders
        .setting=${settingOf('layers')}
        .layers=${this.#layers.value ?? []}
        .weights=${settings.layers}
        .idle=${settings.objective.trim() !== ''}
        @weights=${({ weights }: WeightsEvent) => {
          this.#set({ layers: weights });
        }}
      ></dream-faders>`;
  }

  /** Says what the faders wait for, and the way back to them. */
  #written({ objective }: Settings): TemplateResult {
    const clear = (): void => {
      this.#set({ objective: '' });
    };
    return html`<div class="written" role="note">
      <p class="soft">What is climbed is written down: <span class="objective">${objective}</span>. It takes the place of the faders.</p>
      <button class="outlined" @click=${clear}>Use the faders</button>
    </div>`;
  }

  #section(title: string, content: unknown): TemplateResult {
    const remember = ({ currentTarget }: Event): void => {
      if (currentTarget instanceof HTMLDetailsElement) this.#remember(title, currentTarget.open);
    };
    return html`<details ?open=${this.open.has(title)} @toggle=${remember}>
      <summary>${title}${icon('chevron')}</summary>
      <div class="inside">${content}</div>
    </details>`;
  }

  #remember(title: string, open: boolean): void {
    if (this.open.has(title) === open) return;
    this.open = new Set(open ? [...this.open, title] : [...this.open].filter((other) => other !== title));
    writeSections(this.memory, this.open);
  }

  readonly #change = (name: SettingName, value: number | boolean | string): void => {
    this.#set({ [name]: value });
  };

  #set(update: SettingsUpdate): void {
    if (this.session) shownBySession(this.session.set(update));
  }

  readonly #options = (name: SettingName): readonly Option[] => {
    const cameras = this.#cameras.value ?? [];
    if (name === 'camera') return cameras.map(({ id, label }) => ({ value: id, label }));
    const setting = settingOf(name);
    if (setting.kind !== 'choice') return [];
    if (!setting.open) return labelled(setting);
    const source = this.#settings.value?.source ?? '';
    const kinds = [
      { value: 'camera', label: 'Camera' },
      { value: 'screen', label: 'Screen' },
      { value: 'demo', label: 'Clouds' },
    ];
    return kinds.some(({ value }) => value === source) ? kinds : [...kinds, { value: source, label: 'Picture or video' }];
  };

  readonly #close = (): void => {
    this.dispatchEvent(new Event('close'));
  };
}

function controlsOf(groups: readonly SettingGroup[], context: ControlContext): readonly unknown[] {
  return SETTINGS.filter(({ name, group, hidden }) => groups.includes(group) && !LARGE.includes(name) && hidden !== true).map((setting) =>
    settingControl(setting, context),
  );
}

/** A setting's own choices, in the schema's words. */
function labelled({ choices, labels }: ChoiceSetting): readonly Option[] {
  return choices.map((value) => ({ value, label: labels?.[value] ?? value }));
}

/** Strength is the step size, told as a multiple of the usual one. */
function strength(context: ControlContext): TemplateResult {
  const setting = { ...settingOf('stepSize'), name: 'stepSize' } as const;
  const value = context.settings.stepSize;
  return numberControl(setting, value, context, {
    label: 'Strength',
    value: `${(value / setting.default).toFixed(2)} ×`,
    hint: `How eagerly things turn into others. Step\u00a0size\u00a0${value.toFixed(3)}.`,
    large: true,
  });
}

/** Memory is the persistence. */
function memory(context: ControlContext): TemplateResult {
  const setting = { ...settingOf('persistence'), name: 'persistence' } as const;
  return numberControl(setting, context.settings.persistence, context, { label: 'Memory', hint: setting.hint, large: true });
}

function keys(): TemplateResult {
  return html`<dl class="keys">
    ${KEYS.map(
      ([key, meaning]) =>
        html`<dt>${key}</dt>
          <dd>${meaning}</dd>`,
    )}
  </dl>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'dream-panel': DreamPanel;
  }
}
