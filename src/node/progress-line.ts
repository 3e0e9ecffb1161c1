import type { StillPlan, StillProgress } from '../engine/index.ts';

/** Where progress goes: standard error, or what stands for it. */
export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const BAR = 20;
/** A terminal need not be written to more often. */
const RARELY_MS = 80;

/** Says how far a picture is: by a bar in a terminal, by a line for each tenth in a file. */
export class ProgressLine {
  readonly #terminal: Terminal;
  readonly #name: string;
  readonly #plan: Pick<StillPlan, 'octaves'>;
  readonly #now: () => number;
  #tenths = -1;
  #shownAt = -Infinity;
  #isShown = false;

  /** @param now a clock in milliseconds */
  constructor(terminal: Terminal, name: string, plan: Pick<StillPlan, 'octaves'>, now: () => number = () => performance.now()) {
    this.#terminal = terminal;
    this.#name = name;
    this.#plan = plan;
    this.#now = now;
  }

  show(progress: StillProgress): void {
    const share = shareDone(progress, this.#plan);
    if (this.#terminal.isTTY === true) this.#draw(progress, share);
    else this.#tell(progress, share);
  }

  /** Takes the bar away, for other lines. */
  clear(): void {
    if (this.#isShown) this.#terminal.write('\r\x1b[K');
    this.#isShown = false;
  }

  #draw(progress: StillProgress, share: number): void {
    if (this.#now() - this.#shownAt < RARELY_MS && share < 1) return;
    this.#shownAt = this.#now();
    const full = Math.round(share * BAR);
    const line = `${'█'.repeat(full)}${'░'.repeat(BAR - full)} ${this.#name}: ${words(progress, share)}`;
    // A longer line would wrap, and stay.
    this.#terminal.write(`\r${line.slice(0, (this.#terminal.columns ?? 80) - 1)}\x1b[K`);
    this.#isShown = true;
  }

  #tell(progress: StillProgress, share: number): void {
    const tenths = Math.floor(share * 10);
    if (tenths === this.#tenths) return;
    this.#tenths = tenths;
    this.#terminal.write(`${this.#name}: ${words(progress, share)}\n`);
  }
}

function words({ octave, octaves, width, height, step, steps, objective, remainingMs }: StillProgress, share: number): string {
  const place = `octave ${String(octave)} of ${String(octaves)} (${String(width)} × ${String(height)}), step ${String(step)} of ${String(steps)}`;
  const left = remainingMs === null || share >= 1 ? '' : `, ${duration(remainingMs)} left`;
  const value = Number.isNaN(objective) ? '' : `, objective ${objective.toPrecision(4)}`;
  return `${String(Math.floor(share * 100))} %${left}, ${place}${value}`;
}

/** A step takes time as its octave has pixels. */
function shareDone({ octave, step, steps }: StillProgress, { octaves }: Pick<StillPlan, 'octaves'>): number {
  const pixels = octaves.map(({ width, height }) => width * height);
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const before = sum(pixels.slice(0, octave - 1));
  return Math.min(1, (before + (pixels[octave - 1] ?? 0) * (step / steps)) / sum(pixels));
}

/** A time as a person says it: 12 s, 1 min 20 s, 2 h 5 min. */
export function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${String(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${String(minutes)} min ${String(seconds % 60)} s`;
  return `${String(Math.floor(minutes / 60))} h ${String(minutes % 60)} min`;
}
