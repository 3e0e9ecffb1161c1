/** The only file that components import. */
export type { Behavior } from './behavior.ts';
export type { DreamSession } from './dream-session.ts';
export type { Camera, DreamStats, EngineState, Failure, LayerInfo, Notice, NoticeAction, SourceRequest, SourceState } from './states.ts';
export type { GuideState, GuideWish } from './guide/guide-state.ts';
export type { LiveGuide } from './guide/guide-control.ts';
export type { StillOutcome, StillOrder, StillPicture, StillRun, StillState } from './stills/still-state.ts';
export { pictureOf, wouldLose } from './stills/still-state.ts';
export type { StillStudio } from './stills/still-control.ts';
export type { ReadyRecipe } from './settings/recipes.ts';
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
