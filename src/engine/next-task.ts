/** Resolves in a task of its own: planning takes milliseconds, and between two pieces of it, it is the frames' turn. */
export async function nextTask(): Promise<void> {
  await new Promise((resolve) => {
    setTimeout(resolve);
  });
}
