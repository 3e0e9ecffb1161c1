/** A size of dream and its ascent steps: what the governor chooses between. */
export interface Rung {
  /** The dream's long side in pixels. */
  readonly size: number;
  /** Ascent steps a turn. */
  readonly steps: number;
}

/** What the user set: the top of the ladder. */
export interface Ceiling extends Rung {
  /** Of the user's own steps. */
  readonly stepSize: number;
}

/** Sizes to go down to, each about a quarter to two fifths less work than the next. */
const SIZES = [128, 160, 192, 224, 256, 320, 384, 448, 512, 640, 768, 1024] as const;

const STEPS = [1, 2, 3, 4, 6, 8, 12, 16] as const;

/** Fewer steps go farther each, so that the dream stays as strong; beyond this they would overshoot, and a smaller picture looks better. */
const LONGEST_STEP = 0.08;

/** A size nearer to the ceiling's than this would be a change for nothing. */
const CLOSEST = 0.92;

/**
 * The fixed ladder below a ceiling, cheapest first, the ceiling itself last; each rung has fewer steps or fewer pixels than the next.
 * Steps go first, as the dream's features keep their size then; sizes go next; at the smallest size the last steps go.
 */
export function ladderBelow(ceiling: Ceiling): readonly Rung[] {
  const { size, steps, stepSize } = ceiling;
  if (steps === 0) return [{ size, steps }];
  const few = Math.min(steps, Math.max(1, Math.ceil((steps * stepSize) / LONGEST_STEP)));
  const smaller = SIZES.filter((side) => side < CLOSEST * size);
  const [least = size] = smaller;
  const rungs = [
    ...STEPS.filter((count) => count < few).map((count) => ({ size: least, steps: count })),
    ...smaller.map((side) => ({ size: side, steps: few })),
    { size, steps: few },
    ...STEPS.filter((count) => count > few && count < steps).map((count) => ({ size, steps: count })),
  ];
  return few < steps ? [...rungs, { size, steps }] : rungs;
}

/** What a turn costs, in pixels climbed: near enough, as every layer's work grows with the picture. */
export function costOf({ size, steps }: Rung): number {
  return size * size * Math.max(1, steps);
}

/** The step of a rung that climbs as far in a turn as the ceiling's steps do. */
export function stepSizeOn(rung: Rung, { steps, stepSize }: Ceiling): number {
  return rung.steps === 0 ? stepSize : (stepSize * steps) / rung.steps;
}

/** The sizes next to a rung, above and below, without its own. */
export function neighbouringSizes(ladder: readonly Rung[], index: number): readonly number[] {
  const own = ladder[index]?.size;
  const below = ladder.slice(0, index).findLast(({ size }) => size !== own);
  const above = ladder.slice(index + 1).find(({ size }) => size !== own);
  return [below, above].filter((rung) => rung !== undefined).map(({ size }) => size);
}

/** `320 px · 2 steps`. */
export function rungInWords({ size, steps }: Rung): string {
  return `${String(Math.round(size))} px · ${String(steps)} ${steps === 1 ? 'step' : 'steps'}`;
}
