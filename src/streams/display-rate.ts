/** So many intervals tell the rate. */
const INTERVALS = 30;

/** A page out of sight is not asked for pictures; a longer interval than this says nothing of the display. */
const LONGEST_MS = 100;

/**
 * How often this page's display shows a picture, in pictures a second: the median of half a second of animation frames. Waits while the page is out of sight.
 * @param nextFrame resolves with the time of the next animation frame in milliseconds
 */
export async function displayRate(nextFrame: () => Promise<number> = animationFrame): Promise<number> {
  const intervals: number[] = [];
  for (let before = await nextFrame(); intervals.length < INTERVALS;) {
    const now = await nextFrame();
    if (now > before && now - before < LONGEST_MS) intervals.push(now - before);
    before = now;
  }
  const median = intervals.sort((a, b) => a - b)[INTERVALS / 2] ?? NaN;
  return Math.round(1000 / median);
}

async function animationFrame(): Promise<number> {
  return await new Promise((resolve) => {
    requestAnimationFrame(resolve);
  });
}
