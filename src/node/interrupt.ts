/** As shells count a program that SIGINT ended. */
export const INTERRUPTED = 130;

/**
 * Runs `work` so that the first Ctrl-C only asks it to end; the second ends the program at once.
 * @param asked is called at the first
 */
export async function interruptible<Result>(work: (signal: AbortSignal) => Promise<Result>, asked: () => void): Promise<Result> {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(INTERRUPTED);
    asked();
    controller.abort();
  };
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.on(signal, stop);
  try {
    return await work(controller.signal);
  } finally {
    for (const signal of signals) process.off(signal, stop);
  }
}
