/** What was not measured, and why. */
export interface LeftOut {
  readonly leftOut: string;
}

export const isLeftOut = <T>(value: T): value is Extract<T, LeftOut> => typeof value === 'object' && value !== null && 'leftOut' in value;

/** Means over the frames that were measured. */
export interface Figures {
  /** RMS of Δ in units of [-1, 1]. */
  readonly strength: number;
  readonly flicker: number;
  readonly boil: number;
  /** Pixels. */
  readonly slip: number;
}

/** With steps so many times as long as the mode's own. */
export type Measured = Figures & { readonly multiplier: number };

/** One sequence in one mode. */
export interface Row {
  readonly sequence: string;
  readonly textured: boolean;
  readonly mode: string;
  readonly frames: number;
  /** With the mode's own steps, or as long as was asked for. */
  readonly asSet: Measured;
  /** With steps as long as the strength to compare at takes; `null` where that was not asked for. */
  readonly equal: Measured | LeftOut | null;
}

/** Something to be reached, and what was measured. */
export interface Goal {
  readonly what: string;
  /** At most so much. */
  readonly most: number;
  readonly unit: 'px' | '%' | '';
  readonly measured: number | LeftOut;
  /** What else was to hold and does not. */
  readonly but?: string | undefined;
}

export interface Report {
  readonly date: string;
  readonly adapter: string;
  readonly network: string;
  /** What strength modes are compared at; `null` where steps were not fitted to one. */
  readonly strength: number | null;
  readonly goals: readonly Goal[];
  readonly rows: readonly Row[];
}
