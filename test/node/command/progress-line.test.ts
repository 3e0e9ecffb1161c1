import { describe, expect, test } from 'vitest';
import type { StillProgress } from '../../../src/engine/index.ts';
import { ProgressLine, duration } from '../../../src/node/progress-line.ts';

const tile = { width: 10, height: 10 };
const plan = {
  octaves: [
    { exponent: -1, width: 10, height: 10, tile, tiles: 1 },
    { exponent: 0, width: 30, height: 10, tile, tiles: 3 },
  ],
};

function progress(octave: number, step: number, rest: Partial<StillProgress> = {}): StillProgress {
  const { width, height } = plan.octaves[octave - 1] ?? { width: 0, height: 0 };
  const known = { objective: 1.23456, curve: [], elapsedMs: 1000, remainingMs: 80_000, paused: false };
  return { octave, octaves: 2, width, height, step, steps: 10, ...known, ...rest };
}

class Paper {
  text = '';
  constructor(
    readonly isTTY: boolean,
    readonly columns = 200,
  ) {}

  write(text: string): void {
    this.text += text;
  }
}

describe('progress in a file', () => {
  test('a line, is written for each tenth of the work, which larger octaves have more of', () => {
    const paper = new Paper(false);
    const line = new ProgressLine(paper, 'sea.jpg', plan);
    for (const octave of [1, 2]) for (let step = 0; step <= 10; step++) line.show(progress(octave, step));
    line.clear();
    const lines = paper.text.split('\n');
    expect(lines.map((each) => /\d+ %/.exec(each)?.[0])).toEqual([
      '0 %',
      '10 %',
      '20 %',
      '32 %',
      '40 %',
      '55 %',
      '62 %',
      '70 %',
      '85 %',
      '92 %',
      '100 %',
      undefined,
    ]);
    expect(lines[4]).toBe('sea.jpg: 40 %, 1 min 20 s left, octave 2 of 2 (30 × 10), step 2 of 10, objective 1.235');
    expect(paper.text).not.toContain('\r');
  });

  test('what is not known yet, is not said', () => {
    const paper = new Paper(false);
    new ProgressLine(paper, 'sea.jpg', plan).show(progress(1, 0, { objective: Number.NaN, remainingMs: null }));
    expect(paper.text).toBe('sea.jpg: 0 %, octave 1 of 2 (10 × 10), step 0 of 10\n');
  });
});

describe('progress in a terminal', () => {
  test('the bar, is drawn in place, as often as can be seen, and taken away', () => {
    const paper = new Paper(true);
    let now = 0;
    const line = new ProgressLine(paper, 'sea.jpg', plan, () => now);
    line.show(progress(1, 0));
    line.show(progress(1, 1));
    now = 100;
    line.show(progress(2, 3));
    const drawn = paper.text.split('\r').slice(1);
    expect(drawn).toHaveLength(2);
    expect(drawn[0]).toMatch(/^░{20} sea\.jpg: 0 %/);
    expect(drawn[1]).toMatch(
      /^█{10}░{10} sea\.jpg: 47 %, 1 min 20 s left, octave 2 of 2 \(30 × 10\), step 3 of 10, objective 1\.235\x1b\[K$/,
    );
    paper.text = '';
    line.clear();
    line.clear();
    expect(paper.text).toBe('\r\x1b[K');
  });

  test('a narrow terminal, gets a line that fits', () => {
    const paper = new Paper(true, 30);
    new ProgressLine(paper, 'sea.jpg', plan).show(progress(2, 10));
    expect(paper.text).toBe(`\r${'█'.repeat(20)} sea.jpg:\x1b[K`);
  });
});

test.each([
  [0, '0 s'],
  [59_400, '59 s'],
  [59_600, '1 min 0 s'],
  [80_000, '1 min 20 s'],
  [7_500_000, '2 h 5 min'],
])('%i ms, are %s', (milliseconds, words) => {
  expect(duration(milliseconds)).toBe(words);
});
