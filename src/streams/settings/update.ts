import * as v from 'valibot';
import type { AnySetting, LayerWeights } from './setting.ts';
import { type SettingName, type Settings, isSettingName, settingOf } from './schema.ts';
import { parseLayers } from './layers.ts';
import { OBJECTIVE_FORM, ObjectiveTextError, parseObjective } from './objective-text.ts';

/** Settings to change. Layers may be written as in the URL: `mixed2:1,mixed3:.5`. */
export type SettingsUpdate = { readonly [Name in SettingName]?: Name extends 'layers' ? LayerWeights | string : Settings[Name] };

/** A setting that cannot be taken: the message says which, what was expected and what came. */
export class SettingsError extends Error {
  readonly code: 'unknown-setting' | 'bad-setting';
  readonly setting: string;

  constructor(code: SettingsError['code'], setting: string, message: string) {
    super(message);
    this.name = 'SettingsError';
    this.code = code;
    this.setting = setting;
  }
}

/** The present settings with `partial` put over them. @throws SettingsError when a name or a value is not one of the schema */
export function updateSettings(settings: Settings, partial: unknown): Settings {
  if (typeof partial !== 'object' || partial === null || Array.isArray(partial)) {
    throw new SettingsError('bad-setting', '', `Expected an object of settings, such as { steps: 2 }, but ${written(partial)} came.`);
  }
  const changes = Object.entries(partial)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, checked(name, value)] as const);
  // Each value was checked by the setting of its name.
  return { ...settings, ...(Object.fromEntries(changes) as Partial<Settings>) };
}

function checked(name: string, value: unknown): unknown {
  if (!isSettingName(name)) throw new SettingsError('unknown-setting', name, `There is no setting called “${name}”.`);
  const setting = settingOf(name);
  const result = v.safeParse(validator(setting), value);
  if (result.success) return result.output;
  const took = setting.kind === 'objective' ? objectiveProblem(value) : null;
  throw new SettingsError('bad-setting', name, took ?? `“${name}” takes ${expectation(setting)}, but ${written(value)} came.`);
}

function validator(setting: AnySetting): v.GenericSchema {
  switch (setting.kind) {
    case 'number': {
      const range = v.pipe(v.number(), v.finite(), v.minValue(setting.min), v.maxValue(setting.max));
      return setting.step === 1 ? v.pipe(range, v.integer()) : range;
    }
    case 'flag':
      return v.boolean();
    case 'choice':
      return setting.open ? v.union([v.picklist(setting.choices), v.pipe(v.string(), v.check(isAddress))]) : v.picklist(setting.choices);
    case 'text':
      return v.string();
    case 'objective':
      return v.pipe(
        v.string(),
        v.check((text) => objectiveProblem(text) === null),
      );
    case 'layers':
      return layersValidator(setting.max);
    default:
      return setting satisfies never;
  }
}

/** Layers of weight 0 are left out, so that equal looks are equal values. */
function layersValidator(max: number): v.GenericSchema<unknown, LayerWeights> {
  const weight = v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(max));
  const name = v.pipe(v.string(), v.regex(/^[\w./-]+$/));
  return v.pipe(
    v.unknown(),
    v.transform((value) => (typeof value === 'string' ? parseLayers(value) : value)),
    v.record(name, weight),
    v.transform((weights): LayerWeights => Object.fromEntries(Object.entries(weights).filter(([, w]) => w > 0))),
    v.check((weights) => Object.keys(weights).length > 0),
  );
}

/** Why an objective's text cannot be taken, which names the term; `null` where it can, or is no text at all. The empty one means the layers. */
export function objectiveProblem(text: unknown): string | null {
  if (typeof text !== 'string' || text.trim() === '') return null;
  try {
    parseObjective(text);
    return null;
  } catch (error) {
    if (!(error instanceof ObjectiveTextError)) throw error;
    return error.message;
  }
}

/** Whether a source is an address: absolute, or a path that starts with `/` or `.`; `javascript:` and the like are not. */
function isAddress(text: string): boolean {
  if (/^\.{0,2}\//.test(text)) return URL.canParse(text, 'https://localhost/');
  return URL.canParse(text) && ['http:', 'https:', 'blob:', 'data:'].includes(new URL(text).protocol);
}

/** What a setting takes, in words. */
export function expectation(setting: AnySetting): string {
  switch (setting.kind) {
    case 'number':
      return `a ${setting.step === 1 ? 'whole ' : ''}number from ${String(setting.min)} to ${String(setting.max)}`;
    case 'flag':
      return 'true or false';
    case 'choice':
      return `${setting.choices.join(', ')}${setting.open ? ' or the address of a picture or video' : ''}`;
    case 'text':
      return 'text';
    case 'objective':
      return `nothing, or ${OBJECTIVE_FORM}`;
    case 'layers':
      return `layers with weights up to ${String(setting.max)}, at least one above 0, such as mixed2:1,mixed3:0.5`;
    default:
      return setting satisfies never;
  }
}

function written(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'object' || typeof value === 'string' ? JSON.stringify(value) : `a value of type ${typeof value}`;
}
