import type { AnySetting } from './setting.ts';
import { DEFAULTS, SETTINGS, type SettingName, type Settings, isSettingName, settingOf } from './schema.ts';
import { formatLayers } from './layers.ts';
import { SettingsError, expectation, objectiveProblem, updateSettings } from './update.ts';

/** Longer values are not written: a picture as a `data:` address can be megabytes. */
const LONGEST = 4096;

/** What a URL's query said. */
export interface ParsedQuery {
  readonly settings: Settings;
  /** The settings that were named with a value that holds. */
  readonly named: readonly SettingName[];
  /** One sentence for each name or value that was ignored. */
  readonly ignored: readonly string[];
}

/** Reads settings from a query such as `?source=demo&layers=mixed2:1,mixed3:1&steps=2`. Never throws: what it cannot take, it names. */
export function parseQuery(query: string): ParsedQuery {
  let settings = DEFAULTS;
  const named: SettingName[] = [];
  const ignored: string[] = [];
  for (const [name, text] of new URLSearchParams(query)) {
    if (!isSettingName(name)) {
      ignored.push(`There is no setting called “${name}”.`);
      continue;
    }
    try {
      settings = updateSettings(settings, { [name]: readValue(settingOf(name), text) });
      if (!named.includes(name)) named.push(name);
    } catch (error) {
      if (!(error instanceof SettingsError)) throw error;
      const setting = settingOf(name);
      const problem = setting.kind === 'objective' ? objectiveProblem(text) : null;
      ignored.push(
        problem === null ? `“${name}” takes ${expectation(setting)}; “${text}” was ignored.` : `“${name}” was ignored: ${problem}`,
      );
    }
  }
  return { settings, named, ignored };
}

/**
 * The query that brings these settings back, with its `?`, or the empty string. Defaults are left out unless they are in `always`;
 * addresses that live only as long as this page (`blob:`), or are too long for a browser's address, always are.
 */
export function formatQuery(settings: Settings, always: readonly SettingName[] = []): string {
  const parts = SETTINGS.filter(({ name }) => always.includes(name) || !isDefault(settings, name))
    .map(({ name }) => [name, writeValue(settings, name)] as const)
    .filter(([, text]) => !text.startsWith('blob:') && text.length <= LONGEST)
    .map(([name, text]) => `${name}=${escape(text)}`);
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

function readValue(setting: AnySetting, text: string): unknown {
  switch (setting.kind) {
    case 'number':
      return text.trim() === '' ? text : Number(text);
    case 'flag':
      if (['', '1', 'true', 'on', 'yes'].includes(text)) return true;
      return ['0', 'false', 'off', 'no'].includes(text) ? false : text;
    case 'choice':
    case 'text':
    case 'objective':
    case 'layers':
      return text;
    default:
      return setting satisfies never;
  }
}

function writeValue(settings: Settings, name: SettingName): string {
  const value = settings[name];
  if (typeof value === 'object') return formatLayers(value);
  if (typeof value === 'boolean') return value ? '1' : '0';
  return String(value);
}

function isDefault(settings: Settings, name: SettingName): boolean {
  return writeValue(settings, name) === writeValue(DEFAULTS, name);
}

/** Escapes what a query needs escaped and leaves `:` `,` and `/` readable, which a query may hold as they are. */
function escape(text: string): string {
  return encodeURIComponent(text).replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%2F', '/');
}
