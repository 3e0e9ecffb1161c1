import type { NumberSetting } from '../../streams/index.ts';

/** From this ratio of largest to smallest on a slider moves in equal ratios, so that the small values are not all in its first millimetre. */
const WIDE = 50;

/** How many steps a slider of ratios has. */
const RATIO_STEPS = 100;

/** A slider's own scale for a setting. */
export interface SliderScale {
  readonly min: number;
  readonly max: number;
  readonly step: number;
  toPosition(value: number): number;
  /** The setting's value, on its grid. */
  toValue(position: number): number;
}

/** Equal steps, or equal ratios where the range is wide. */
export function scaleOf(setting: NumberSetting): SliderScale {
  const { min, max, step } = setting;
  if (min <= 0 || max / min < WIDE) {
    return { min, max, step, toPosition: (value) => value, toValue: (position) => onGrid(position, setting) };
  }
  return {
    min: 0,
    max: RATIO_STEPS,
    step: 1,
    toPosition: (value) => (RATIO_STEPS * Math.log(value / min)) / Math.log(max / min),
    toValue: (position) => onGrid(min * (max / min) ** (position / RATIO_STEPS), setting),
  };
}

function onGrid(value: number, { min, max, step }: NumberSetting): number {
  const rounded = Number((Math.round(value / step) * step).toFixed(decimals(step)));
  return Math.min(max, Math.max(min, rounded));
}

/** How many decimals a step is written with. */
export function decimals(step: number): number {
  return String(step).split('.')[1]?.length ?? 0;
}

/** A setting's number with its unit, in as many decimals as its step has: `2.0 s`. */
export function inWords(value: number, { step, unit }: Pick<NumberSetting, 'step' | 'unit'>): string {
  return `${value.toFixed(decimals(step))}${unit}`;
}
