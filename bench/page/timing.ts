/** The fewest microseconds that one of `repeats` runs of `action` took, over `timings` timings. Needs a cross-origin isolated page. */
export function fastest(action: () => void, repeats: number, timings: number): number {
  let best = Infinity;
  for (let timing = 0; timing < timings; timing++) {
    const start = performance.now();
    for (let repeat = 0; repeat < repeats; repeat++) action();
    best = Math.min(best, performance.now() - start);
  }
  return (1000 * best) / repeats;
}

/** Somebody who computes the gradient: `queue` hands one to the GPU, `done` resolves when all of them are computed. */
export interface Contestant {
  readonly queue: () => void;
  readonly done: () => Promise<unknown>;
}

/** Milliseconds of one gradient of each contestant, one after the other, round after round: what disturbs one disturbs all. */
export async function race(contestants: readonly Contestant[], rounds: number, queued: number): Promise<readonly (readonly number[])[]> {
  const times = contestants.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, contestant] of contestants.entries()) {
      const start = performance.now();
      for (let count = 0; count < queued; count++) contestant.queue();
      await contestant.done();
      times[index]?.push((performance.now() - start) / queued);
    }
  }
  return times;
}
