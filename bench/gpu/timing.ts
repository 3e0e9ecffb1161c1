import type { LeftOut } from './report.ts';
import { isLeftOut } from './report.ts';

/** Somebody who computes the gradient: `queue` hands one to the GPU, `done` resolves when all of them are computed. */
export interface Contestant {
  queue(): void;
  done(): Promise<unknown>;
}

export type Times = readonly number[] | LeftOut;

/** A contestant that has been timed for so many milliseconds runs in no further round: its rounds would only repeat how slow it is. */
const ENOUGH = 20_000;

/**
 * Milliseconds of one gradient of each contestant, `steps` queued at once, one contestant after the other, round after round: what disturbs one
 * disturbs all. A contestant that fails is left out from there on, with its reason.
 */
export async function race(contestants: readonly Contestant[], rounds: number, steps: number): Promise<readonly Times[]> {
  const results: Times[] = [];
  for (const contestant of contestants) results.push(await attempt(() => warmUp(contestant)));
  for (let round = 0; round < rounds; round++) {
    for (const [index, contestant] of contestants.entries()) {
      const sofar = results[index];
      if (sofar === undefined || isLeftOut(sofar) || total(sofar) * steps > ENOUGH) continue;
      results[index] = await attempt(async () => [...sofar, await timed(contestant, steps)]);
    }
  }
  return results;
}

const total = (times: readonly number[]): number => times.reduce((sum, time) => sum + time, 0);

/** Pipelines are compiled and pools filled by the first two. */
async function warmUp(contestant: Contestant): Promise<Times> {
  for (let count = 0; count < 2; count++) {
    contestant.queue();
    await contestant.done();
  }
  return [];
}

async function timed(contestant: Contestant, steps: number): Promise<number> {
  const start = performance.now();
  for (let step = 0; step < steps; step++) contestant.queue();
  await contestant.done();
  return (performance.now() - start) / steps;
}

/** What `action` gives; its error as a reason. */
export async function attempt<T>(action: () => Promise<T>): Promise<T | LeftOut> {
  try {
    return await action();
  } catch (error) {
    return { leftOut: reasonOf(error) };
  }
}

/** An error in one line. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return (message.split('\n', 1)[0] ?? '').trim() || 'it failed without a message';
}
