import type { AnySetting, ValueOfKind } from './setting.ts';

/** The one schema of all settings: names here are the URL's, the panel's and the scripting API's. */
const schema = {
  source: {
    kind: 'choice',
    choices: ['camera', 'screen', 'demo'],
    open: true,
    default: 'demo',
    label: 'Source',
    hint: 'What is dreamt about: your camera, a screen, drifting clouds, or the address of a picture or video.',
    group: 'source',
  },
  camera: {
    kind: 'text',
    default: '',
    label: 'Camera',
    hint: 'Which camera, where there are several.',
    group: 'source',
  },
  mirror: {
    kind: 'flag',
    default: true,
    label: 'Mirror',
    hint: 'Shows the camera as a mirror does.',
    group: 'source',
  },
  demoMotion: {
    kind: 'number',
    min: 0,
    max: 4,
    step: 0.1,
    unit: '×',
    default: 1,
    label: 'Cloud drift',
    hint: 'How fast the demo clouds move; 0 holds them still.',
    group: 'source',
  },
  layers: {
    kind: 'layers',
    min: 0,
    max: 2,
    step: 0.05,
    default: { mixed2: 1, mixed3: 1 },
    label: 'Layers',
    hint: 'What the network looks for: early layers draw textures, later ones things.',
    group: 'look',
  },
  steps: {
    kind: 'number',
    min: 0,
    max: 8,
    step: 1,
    unit: '',
    default: 2,
    label: 'Steps',
    hint: 'How many small steps the dream takes each frame; 0 lets it fade.',
    group: 'strength',
  },
  stepSize: {
    kind: 'number',
    min: 0.001,
    max: 0.1,
    step: 0.001,
    unit: '',
    default: 0.02,
    label: 'Step size',
    hint: 'How far each step goes.',
    group: 'strength',
  },
  intensity: {
    kind: 'number',
    min: 0,
    max: 1,
    step: 0.01,
    unit: '',
    default: 1,
    label: 'Intensity',
    hint: 'How much of the dream is shown; 0 is the picture as it is.',
    group: 'strength',
  },
  persistence: {
    kind: 'number',
    min: 0.2,
    max: 60,
    step: 0.1,
    unit: ' s',
    default: 2,
    label: 'Persistence',
    hint: 'After this long, half of the dream has faded.',
    group: 'memory',
  },
  size: {
    kind: 'number',
    min: 96,
    max: 1024,
    step: 1,
    unit: ' px',
    default: 320,
    label: 'Dream size',
    hint: 'The long side of the picture the network sees. Larger shows finer detail and takes more time.',
    group: 'picture',
  },
  rate: {
    kind: 'choice',
    choices: ['30', '60', 'display', 'off'],
    labels: { 30: '30 fps', 60: '60 fps', display: 'My screen’s', off: 'None' },
    open: false,
    default: '30',
    label: 'Frame rate to hold',
    hint: 'Where the dream would be slower, it takes fewer steps or gets smaller. None keeps steps and size as they are set.',
    group: 'picture',
  },
  stats: {
    kind: 'flag',
    default: false,
    label: 'Statistics',
    hint: 'Shows pictures a second, delay, GPU time, dream size and objective.',
    group: 'picture',
  },
  deterministic: {
    kind: 'flag',
    default: false,
    label: 'Deterministic',
    hint: 'The same frames and settings make the same dream: each frame counts a thirtieth of a second, and no rate is held.',
    group: 'picture',
    hidden: true,
  },
  precision: {
    kind: 'choice',
    choices: ['auto', 'f32', 'f16'],
    open: false,
    default: 'auto',
    label: 'Precision',
    hint: 'What the dream is computed in from the next start on: float16 is faster where the graphics processor has it.',
    group: 'picture',
    hidden: true,
  },
} as const satisfies Readonly<Record<string, AnySetting>>;

type Schema = typeof schema;

/** The name of a setting. */
export type SettingName = keyof Schema;

/** One setting of the schema with its name. */
export type Setting = AnySetting & { readonly name: SettingName };

/** The user's settings: one value a name. */
export type Settings = { readonly [Name in SettingName]: ValueOfKind[Schema[Name]['kind']] };

/** Which names an object of some kind has: `Object.entries` forgets them. */
const entries = Object.entries(schema) as readonly (readonly [SettingName, AnySetting])[];

/** Every setting, in the order of the panel. */
export const SETTINGS: readonly Setting[] = entries.map(([name, setting]) => ({ ...setting, name }));

/** The setting of that name. */
export function settingOf<Name extends SettingName>(name: Name): Schema[Name] {
  return schema[name];
}

/** Whether there is a setting of that name. */
export function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(schema, name);
}

/** What holds until something else is said. */
export const DEFAULTS: Settings = {
  source: schema.source.default,
  camera: schema.camera.default,
  mirror: schema.mirror.default,
  demoMotion: schema.demoMotion.default,
  layers: schema.layers.default,
  steps: schema.steps.default,
  stepSize: schema.stepSize.default,
  intensity: schema.intensity.default,
  persistence: schema.persistence.default,
  size: schema.size.default,
  rate: schema.rate.default,
  stats: schema.stats.default,
  deterministic: schema.deterministic.default,
  precision: schema.precision.default,
};
