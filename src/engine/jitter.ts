/**
 * Seeded random numbers in [0, 1): mulberry32 (Tommy Ettinger, public domain). The same seed gives the same rolls everywhere,
 * which `Math.random` cannot.
 */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A whole number of pixels in [-jitter, jitter], every one equally likely. */
export function randomRoll(random: () => number, jitter: number): number {
  const reach = Math.floor(jitter);
  return Math.floor(random() * (2 * reach + 1)) - reach;
}
