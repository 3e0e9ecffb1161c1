import { dreamt } from '../dream/film.ts';
import type { DreamtFrame } from '../dream/film.ts';
import type { Network } from '../dream/network.ts';
import { paramsOf } from '../modes.ts';
import type { Mode } from '../modes.ts';
import type { Figures, LeftOut, Measured, Row } from '../report.ts';
import type { Sequence } from '../sequences/sequence.ts';
import { coherence } from './coherence.ts';
import type { Coherence } from './coherence.ts';
import { mean, strength } from './strength.ts';
import type { Motions } from './truth.ts';

export interface RowOptions {
  readonly device: GPUDevice;
  readonly network: Network;
  /** What the modes' own steps are multiplied by. */
  readonly multiplier: number;
  /** What strength to search for; `null` does not. */
  readonly strength: number | null;
  /** Sees every frame that is dreamt with the steps that are told last. */
  readonly watch: (frame: DreamtFrame) => void;
  readonly say: (line: string) => void;
}

/** Runs to find the steps that reach a strength. */
const TRIES = 3;
/** Every so many-th frame is told: without a GPU it takes minutes. */
const TOLD = 10;
/** How near is near enough, in parts. */
const NEAR = 0.06;
/** The farthest that steps are stretched. */
const LONGEST = 8;

/** Dreams a sequence in a mode and measures it: with its own steps, and with steps as long as the strength to compare at takes. */
export async function measureRow(sequence: Sequence, motions: Motions, mode: Mode, options: RowOptions): Promise<Row> {
  const frames = Math.min(sequence.frames, mode.frames ?? sequence.frames);
  const asSet = await run(sequence, motions, mode, frames, options.multiplier, options);
  const equal = options.strength === null ? null : await search(options.strength);
  return { sequence: sequence.name, textured: sequence.textured, mode: mode.name, frames, asSet, equal };

  async function search(wanted: number): Promise<Measured | LeftOut> {
    let best = asSet;
    let multiplier = asSet.multiplier;
    for (let attempt = 0; attempt < TRIES && !isNear(best.strength, wanted) && multiplier < LONGEST; attempt++) {
      multiplier = Math.min(LONGEST, (best.multiplier * wanted) / Math.max(best.strength, 1e-6));
      const found = await run(sequence, motions, mode, frames, multiplier, options);
      if (Math.abs(Math.log(found.strength / wanted)) < Math.abs(Math.log(best.strength / wanted))) best = found;
    }
    if (isNear(best.strength, wanted)) return best;
    return {
      leftOut: `the strength ${String(wanted)} was not reached: ${best.strength.toFixed(3)} with steps × ${best.multiplier.toFixed(2)}`,
    };
  }
}

const isNear = (strength: number, wanted: number): boolean => Math.abs(strength / wanted - 1) <= NEAR;

async function run(
  sequence: Sequence,
  motions: Motions,
  mode: Mode,
  frames: number,
  multiplier: number,
  { device, network, watch, say }: RowOptions,
): Promise<Measured> {
  // Each frame alone is in its steady state at once, others build up.
  const from = mode.frames === undefined ? Math.floor(frames / 2) : 1;
  const params = paramsOf(mode, sequence, network.objective, multiplier);
  const strengths: number[] = [];
  const coherences: Coherence[] = [];
  for await (const frame of dreamt(sequence, frames, { device, network, params, carry: mode.carry })) {
    watch(frame);
    if (frame.t % TOLD === TOLD - 1) say(`  ${String(frame.t + 1)} of ${String(frames)} frames`);
    if (frame.t < from) continue;
    strengths.push(strength(frame.detail));
    const compared = frame.previous && coherence(frame.detail, frame.previous, motions.truth(frame.t));
    if (compared) coherences.push(compared);
  }
  const measured = { multiplier, ...figuresOf(strengths, coherences) };
  const told = `strength ${measured.strength.toFixed(3)}, flicker ${measured.flicker.toFixed(2)}, boil ${measured.boil.toFixed(2)}`;
  say(`  steps × ${multiplier.toFixed(2)}: ${told}, slip ${measured.slip.toFixed(2)}`);
  return measured;
}

const figuresOf = (strengths: readonly number[], coherences: readonly Coherence[]): Figures => ({
  strength: mean(strengths),
  flicker: mean(coherences.map(({ flicker }) => flicker)),
  boil: mean(coherences.map(({ boil }) => boil)),
  slip: mean(coherences.map(({ slip }) => slip)),
});
