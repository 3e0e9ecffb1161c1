/** What a setting is: the parts of the schema. */

export type SettingGroup = 'source' | 'look' | 'strength' | 'memory' | 'octaves' | 'ascent' | 'motion' | 'picture';

/** Layer name → weight, finite and > 0; a layer that is not named has weight 0. At least one layer. */
export type LayerWeights = Readonly<Record<string, number>>;

interface Described {
  /** What the panel calls it. */
  readonly label: string;
  /** One short sentence: what it does. */
  readonly hint: string;
  readonly group: SettingGroup;
  /** For addresses and scripts only: the panel does not show it. */
  readonly hidden?: true;
}

/** A number from `min` to `max`. `step` is the grid a slider uses; 1 means that only whole numbers are taken. */
export interface NumberSetting extends Described {
  readonly kind: 'number';
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** As written after the number, with its own space; empty where the number stands alone. */
  readonly unit: string;
  readonly default: number;
}

export interface FlagSetting extends Described {
  readonly kind: 'flag';
  readonly default: boolean;
}

/** One of `choices`; with `open` any other address (a URL) is taken as well. */
export interface ChoiceSetting extends Described {
  readonly kind: 'choice';
  readonly choices: readonly string[];
  /** What the panel calls each of them, where their own names do not speak for themselves. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly open: boolean;
  readonly default: string;
}

export interface TextSetting extends Described {
  readonly kind: 'text';
  readonly default: string;
}

/** What to climb, as objective-text.ts reads it; empty where the layers' means are meant. */
export interface ObjectiveSetting extends Described {
  readonly kind: 'objective';
  readonly default: string;
}

/** Weights from `min` to `max` for layers of the model. */
export interface LayersSetting extends Described {
  readonly kind: 'layers';
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly default: LayerWeights;
}

export type AnySetting = NumberSetting | FlagSetting | ChoiceSetting | TextSetting | ObjectiveSetting | LayersSetting;

export interface ValueOfKind {
  readonly number: number;
  readonly flag: boolean;
  readonly choice: string;
  readonly text: string;
  readonly objective: string;
  readonly layers: LayerWeights;
}
