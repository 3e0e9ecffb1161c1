/** The only file that components import. */
export type { Behavior } from './behavior.ts';
export type { DreamSession } from './dream-session.ts';
export type { Camera, DreamStats, EngineState, Failure, LayerInfo, Notice, NoticeAction, SourceRequest, SourceState } from './states.ts';
export { DEFAULTS, SETTINGS, type Setting, type SettingName, type Settings, settingOf } from './settings/schema.ts';
export type {
  AnySetting,
  ChoiceSetting,
  FlagSetting,
  LayersSetting,
  LayerWeights,
  NumberSetting,
  SettingGroup,
  TextSetting,
} from './settings/setting.ts';
export type { SettingsUpdate } from './settings/update.ts';
export { type Pareidolia, scriptingApi } from './scripting.ts';
export { createSession } from './session.ts';
