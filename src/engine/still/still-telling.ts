import type { Gate } from './gate.ts';
import type { OctaveLayout } from './octave-planner.ts';
import type { StillClock } from './still-clock.ts';
import type { StillProgress } from './still-types.ts';

/** Milliseconds between two that are told, unless something changes. */
const PERIOD = 100;

/** Tells how far a still is, and keeps its curve. */
export class StillTelling {
  readonly #octaves: readonly OctaveLayout[];
  readonly #steps: number;
  readonly #clock: StillClock;
  readonly #gate: Pick<Gate, 'closed'>;
  readonly #onProgress: (progress: StillProgress) => void;
  readonly #curve: number[] = [];
  #octave = 0;
  #step = 0;
  #toldAt = -Infinity;

  /** @param gate closed while the still is paused */
  constructor(
    octaves: readonly OctaveLayout[],
    steps: number,
    clock: StillClock,
    gate: Pick<Gate, 'closed'>,
    onProgress: (progress: StillProgress) => void,
  ) {
    this.#octaves = octaves;
    this.#steps = steps;
    this.#clock = clock;
    this.#gate = gate;
    this.#onProgress = onProgress;
  }

  /** The objective before each step so far. */
  get curve(): readonly number[] {
    return [...this.#curve];
  }

  /** @param octave from 0 */
  enter(octave: number): void {
    this.#octave = octave;
    this.#step = 0;
    this.tell();
  }

  /** A step is done; `objective` is that before it. */
  stepped(objective: number): void {
    this.#curve.push(objective);
    this.#step++;
    if (this.#step === this.#steps || performance.now() - this.#toldAt >= PERIOD) this.tell();
  }

  tell(): void {
    const octave = this.#octaves[this.#octave];
    if (!octave) return;
    this.#toldAt = performance.now();
    this.#onProgress({
      octave: this.#octave + 1,
      octaves: this.#octaves.length,
      width: octave.width,
      height: octave.height,
      step: this.#step,
      steps: this.#steps,
      objective: this.#curve.at(-1) ?? Number.NaN,
      curve: this.curve,
      elapsedMs: this.#clock.elapsedMs,
      remainingMs: this.#clock.remainingMs,
      paused: this.#gate.closed,
    });
  }
}
