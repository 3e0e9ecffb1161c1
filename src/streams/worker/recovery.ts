/** Time, so that tests need not wait. */
export interface Waiting {
  /** Milliseconds since some start. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

/** A browser that lost the GPU twice may refuse an adapter for two minutes. */
export const GIVE_UP_SECONDS = 120;

/** The first two tries are at once, as a lost device is mostly back within a tenth of a second; then the pauses double up to this. */
const LONGEST_PAUSE_SECONDS = 15;

/**
 * Tries until `attempt` succeeds.
 * @param tell gets the seconds to the next try, once a second, and `null` while a try is under way
 * @param current whether anybody still waits for it; when not, the promise resolves to `null`
 * @throws the last error, when two minutes have passed
 */
export async function recover<T>(
  attempt: () => Promise<T>,
  tell: (retryInSeconds: number | null) => void,
  current: () => boolean,
  waiting: Waiting,
): Promise<T | null> {
  const start = waiting.now();
  for (let pause = 0.1; current(); pause = Math.min(2 * pause, LONGEST_PAUSE_SECONDS)) {
    tell(null);
    try {
      return await attempt();
    } catch (error) {
      if (waiting.now() - start > GIVE_UP_SECONDS * 1000) throw error;
    }
    await countDown(pause, tell, current, waiting);
  }
  return null;
}

async function countDown(seconds: number, tell: (seconds: number) => void, current: () => boolean, waiting: Waiting): Promise<void> {
  for (let left = seconds; left > 0 && current(); left -= 1) {
    if (seconds >= 1) tell(Math.ceil(left));
    await waiting.sleep(Math.min(left, 1) * 1000);
  }
}
