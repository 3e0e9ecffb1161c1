import type { Lap } from './stopwatch.ts';

/** Times one candidate: how long each pass took that repeats it so often; `null` when it cannot be told. */
export type Time = (passes: readonly number[]) => Promise<Lap | null>;

/** Milliseconds of a burst by a fine clock and by a coarse one, of which every burst may be a tick off. */
const FINE_MS = 1;
const COARSE_MS = 4;

/** Bursts longer than this get a submit each, for frames to come in between. */
const SUBMIT_MS = 2;

/** How many bursts are timed; many by a coarse clock, for the ticks' phases to even out. */
const FINE_BURSTS = 3;
const COARSE_BURSTS = 8;

/** The most repetitions of one pass, and of one that takes no time. */
const MOST_REPETITIONS = 512;
const MOST_IN_NO_TIME = 64;

/** A candidate that takes so many times as long as the best so far, at its first try, is not tried again; by a coarse clock that must be clearer. */
const HOPELESS = 1.5;
const COARSELY_HOPELESS = 2;

/** What a candidate took. */
export interface Timed {
  /** Milliseconds a repetition; `null` when they cannot be told. */
  readonly ms: number | null;
  /** Milliseconds of GPU time that timing it took. */
  readonly spent: number;
}

/**
 * Times a candidate: once to warm up and to see what it takes, then in bursts; their least by a fine clock, their mean by a coarse one.
 * @param best what the best candidate so far took
 */
export async function timeCandidate(time: Time, best: number, signal: AbortSignal): Promise<Timed> {
  const first = await firstLook(time, signal);
  if (first.each === null || signal.aborted) return { ms: null, spent: first.spent };
  if (first.each > (first.coarse ? COARSELY_HOPELESS : HOPELESS) * best) return { ms: first.each, spent: first.spent };
  const repetitions = repetitionsFor(first.coarse ? COARSE_MS : FINE_MS, first.each);
  const count = first.coarse ? COARSE_BURSTS : FINE_BURSTS;
  const alone = first.coarse || first.each > SUBMIT_MS;
  const bursts = await timeBursts(time, repetitions, alone ? { submits: count, passes: 1 } : { submits: 1, passes: count }, signal);
  const spent = first.spent + sum(bursts);
  if (bursts.length === 0) return { ms: null, spent };
  const ms = first.coarse ? sum(bursts) / bursts.length : Math.min(...bursts);
  return { ms: ms > 0 ? ms / repetitions : null, spent };
}

interface FirstLook {
  /** Milliseconds a repetition, roughly. */
  readonly each: number | null;
  readonly coarse: boolean;
  readonly spent: number;
}

/** Warms up, and repeats as often as it takes for the clock to move. */
async function firstLook(time: Time, signal: AbortSignal): Promise<FirstLook> {
  let spent = Math.max(0, sum((await time([1]))?.passes ?? []));
  for (let repetitions = 1; repetitions <= MOST_REPETITIONS && !signal.aborted; repetitions *= 8) {
    const lap = await time([repetitions]);
    const ms = lap?.passes[0] ?? -1;
    if (!lap || ms < 0) break;
    spent += ms;
    if (ms === 0 && repetitions >= MOST_IN_NO_TIME) break;
    if (ms > (lap.coarse ? COARSE_MS / 4 : 0)) return { each: ms / repetitions, coarse: lap.coarse, spent };
  }
  return { each: null, coarse: false, spent };
}

/** One number a pass; none when any of them cannot be told. */
async function timeBursts(
  time: Time,
  repetitions: number,
  { submits, passes }: { readonly submits: number; readonly passes: number },
  signal: AbortSignal,
): Promise<readonly number[]> {
  const bursts: number[] = [];
  for (let submit = 0; submit < submits; submit++) {
    const lap = signal.aborted ? null : await time(Array.from({ length: passes }, () => repetitions));
    if (!lap || lap.passes.some((ms) => ms < 0)) return [];
    bursts.push(...lap.passes);
  }
  return bursts;
}

const repetitionsFor = (ms: number, each: number): number => Math.min(MOST_REPETITIONS, Math.max(1, Math.round(ms / each)));

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
