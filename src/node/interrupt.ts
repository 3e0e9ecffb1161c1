/** As shells count a program that SIGINT ended. */
export const INTERRUPTED = 130;

/** One Ctrl-C may arrive more than once: from the terminal, and passed on by npm or another parent. Nobody presses again on purpose so soon. */
const REPEAT_MS = 1000;

/**
 * Runs `work` so that the first Ctrl-C only asks it to end; another one, a second later or more, ends the program at once.
 * @param asked is called at the first
 * @param now a clock in milliseconds
 */
export async function interruptible<Result>(
  work: (signal: AbortSignal) => Promise<Result>,
  asked: () => void,
  now: () => number = () => performance.now(),
): Promise<Result> {
  const controller = new AbortController();
  let askedAt = Infinity;
  const stop = (): void => {
    if (!controller.signal.aborted) {
      askedAt = now();
      asked();
      controller.abort();
    } else if (now() - askedAt >= REPEAT_MS) {
      process.exit(INTERRUPTED);
    }
  };
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.on(signal, stop);
  try {
    return await work(controller.signal);
  } finally {
    for (const signal of signals) process.off(signal, stop);
  }
}
