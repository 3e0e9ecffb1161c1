import { type TemplateResult, html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import type { ChoiceSetting, FlagSetting, NumberSetting, Setting, SettingName, Settings, TextSetting } from '../../streams/index.ts';
import { inWords, scaleOf } from './number-scale.ts';

/** What a control needs besides its setting. */
export interface ControlContext {
  readonly settings: Settings;
  readonly options: (name: SettingName) => readonly Option[];
  readonly change: (name: SettingName, value: number | boolean | string) => void;
}

export interface Option {
  readonly value: string;
  readonly label: string;
}

/** How a control is titled where the schema's own words are not used. */
export interface Heading {
  readonly label: string;
  readonly value?: string;
  readonly hint?: string;
  readonly large?: boolean;
}

/** The control of one setting, made from its schema. Layers have their own, `<dream-faders>`; an objective is written into the address. */
export function settingControl(setting: Setting, context: ControlContext): TemplateResult | typeof nothing {
  const value = context.settings[setting.name];
  switch (setting.kind) {
    case 'number':
      return typeof value === 'number' ? numberControl(setting, value, context) : nothing;
    case 'flag':
      return flagControl(setting, value === true, context);
    case 'choice':
    case 'text':
      return typeof value === 'string' ? choiceControl(setting, value, context) : nothing;
    case 'objective':
    case 'layers':
      return nothing;
    default:
      return setting satisfies never;
  }
}

/** A slider with its value and unit. */
export function numberControl(
  setting: NumberSetting & { readonly name: SettingName },
  value: number,
  context: ControlContext,
  heading: Heading = setting,
): TemplateResult {
  const scale = scaleOf(setting);
  // What moves rests in the middle: its track fills from there, either way.
  const rest = setting.group === 'motion' ? scale.toPosition(setting.default) : null;
  const shown = heading.value ?? inWords(value, setting);
  const slide = ({ currentTarget }: Event): void => {
    // Only the slider below calls this.
    const { value: position } = currentTarget as HTMLElement & { readonly value: number };
    context.change(setting.name, scale.toValue(position));
  };
  return html`<div class="control ${heading.large ? 'large' : ''}" data-setting=${setting.name}>
    <div class="head" aria-hidden="true"><span>${heading.label}</span><output class="figures">${shown}</output></div>
    <wa-slider
      class=${rest === null ? '' : 'centred'}
      label=${heading.label}
      .min=${scale.min}
      .max=${scale.max}
      .step=${scale.step}
      .indicatorOffset=${rest ?? scale.min}
      .value=${live(scale.toPosition(value))}
      .valueFormatter=${(position: number) => inWords(scale.toValue(position), setting)}
      @input=${slide}
    ></wa-slider>
    <p class="hint">${heading.hint ?? setting.hint}</p>
  </div>`;
}

function flagControl(setting: FlagSetting & { readonly name: SettingName }, checked: boolean, context: ControlContext): TemplateResult {
  const flip = ({ currentTarget }: Event): void => {
    // Only the switch below calls this.
    context.change(setting.name, (currentTarget as HTMLElement & { readonly checked: boolean }).checked);
  };
  return html`<div class="control" data-setting=${setting.name}>
    <wa-switch .checked=${live(checked)} @change=${flip}>${setting.label}</wa-switch>
    <p class="hint">${setting.hint}</p>
  </div>`;
}

function choiceControl(
  setting: (ChoiceSetting | TextSetting) & { readonly name: SettingName },
  value: string,
  context: ControlContext,
): TemplateResult | typeof nothing {
  const options = context.options(setting.name);
  if (options.length < 2) return nothing;
  const choose = ({ currentTarget }: Event): void => {
    // Only the select below calls this; one that takes a single choice holds a string.
    context.change(setting.name, (currentTarget as HTMLElement & { readonly value: string }).value);
  };
  return html`<div class="control" data-setting=${setting.name}>
    <wa-select label=${setting.label} .value=${live(value)} @change=${choose}>
      ${options.map((option) => html`<wa-option value=${option.value}>${option.label}</wa-option>`)}
    </wa-select>
    <p class="hint">${setting.hint}</p>
  </div>`;
}
