import type { CaseReport, MemoryReport, Report } from './report.ts';

/** Dispatches of one gradient at most, where a goal is set. */
const dispatchesAtMost: Readonly<Record<string, number>> = { mixed3: 60, mixed5: 96 };
/** JavaScript microseconds of encoding one ascent step, at most. */
const STEP_AT_MOST = 30;
/** The planned arena ÷ the bytes that live at once in its fullest step, at most. */
const ARENA_AT_MOST = 1.5;

/** What is asserted and does not hold, a sentence each. */
export function problemsOf({ cases, memory }: Report): readonly string[] {
  return [...cases.flatMap((result) => [...countProblems(result), ...costProblems(result)]), ...memoryProblems(memory)];
}

function countProblems({ ours, ...place }: CaseReport): readonly string[] {
  const found: string[] = [];
  const expect = (what: string, expected: number, actual: number): void => {
    if (actual !== expected) found.push(`${where(place)}: expected ${String(expected)} ${what}, counted ${String(actual)}.`);
  };
  expect('submits a frame', 1, ours.frame.submits);
  expect('submits more for one more step', 0, ours.step.submits);
  expect('submits a gradient', 1, ours.gradient.submits);
  for (const [name, counts] of Object.entries({ frame: ours.frame, 'further step': ours.step })) {
    expect(`read-backs a ${name}`, 0, counts.readBacks);
    expect(`buffers created a ${name}`, 0, counts.buffersCreated);
    expect(`bind groups created a ${name}`, 0, counts.bindGroupsCreated);
    expect(`textures created a ${name}`, 0, counts.texturesCreated);
    expect(`pipelines created a ${name}`, 0, counts.pipelinesCreated);
  }
  return found;
}

function costProblems({ ours, absent, ...place }: CaseReport): readonly string[] {
  const found = absent.map(({ name, leftOut }) => `${where(place)}: ${name} was not measured: ${leftOut}.`);
  const most = dispatchesAtMost[place.layer];
  if (most !== undefined && ours.gradient.dispatches > most) {
    found.push(`${where(place)}: expected at most ${String(most)} dispatches a gradient, counted ${String(ours.gradient.dispatches)}.`);
  }
  if (ours.stepMicroseconds > STEP_AT_MOST) {
    const took = ours.stepMicroseconds.toFixed(1);
    found.push(`${where(place)}: expected encoding a step to take at most ${String(STEP_AT_MOST)} µs of JavaScript, it took ${took} µs.`);
  }
  return found;
}

function memoryProblems({ arenaBytes, liveBytes, ...place }: MemoryReport): readonly string[] {
  const ratio = arenaBytes / liveBytes;
  if (ratio <= ARENA_AT_MOST) return [];
  return [`${where(place)}: expected an arena of at most ${String(ARENA_AT_MOST)} × what lives at once, planned ${ratio.toFixed(2)} ×.`];
}

const where = ({ layer, width, height }: { readonly layer: string; readonly width: number; readonly height: number }): string =>
  `${layer} at ${String(width)}×${String(height)}`;
