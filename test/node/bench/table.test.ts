import { describe, expect, test } from 'vitest';
import type { CaseReport, Counts, Report } from '../../../bench/report.ts';
import { problemsOf, toMarkdown } from '../../../bench/table.ts';

const none: Counts = {
  dispatches: 0,
  draws: 0,
  submits: 0,
  bindGroupsSet: 0,
  writeBuffers: 0,
  readBacks: 0,
  buffersCreated: 0,
  bindGroupsCreated: 0,
  texturesCreated: 0,
  pipelinesCreated: 0,
};

function reportOf(frame: Partial<Counts> = {}, software = true): Report {
  const setting = { naive: true, batch: 15 };
  const result: CaseReport = {
    layer: 'mixed3',
    width: 160,
    height: 120,
    exact: { cosine: 1, relativeL2: 4e-7 },
    shipped: { cosine: 0.99, relativeL2: 0.1 },
    ours: {
      frame: { ...none, submits: 1, ...frame },
      step: none,
      gradient: { ...none, submits: 1 },
      plannedFlops: 2e9,
      plannedBytes: 3e7,
      arenaBytes: 1e7,
      weightsBytes: 2e7,
      gradientMicroseconds: 9,
      stepMicroseconds: 10,
      frameMicroseconds: 100,
    },
    tfjs: [{ ...setting, gradient: none, gradientMicroseconds: 7000 }],
    wall: { queued: 1, ours: [20, 10], tfjs: [{ ...setting, milliseconds: [30, 25] }] },
  };
  return {
    date: '2026-01-31',
    machine: { processor: 'A processor', cores: 2 },
    browser: 'Chromium 1',
    adapter: { description: 'an adapter', software },
    oracle: { name: 'a case', cosine: 1, relativeL2: 4e-7 },
    cases: [result],
  };
}

describe('the counts that must be exact', () => {
  test('when they are, leave no problem', () => {
    expect(problemsOf(reportOf())).toEqual([]);
  });

  test.for([
    ['submits', 2],
    ['readBacks', 1],
    ['buffersCreated', 1],
    ['bindGroupsCreated', 3],
    ['texturesCreated', 1],
    ['pipelinesCreated', 1],
  ] as const)('with %s of %i a frame, leave one that says the number', ([name, count]) => {
    const problems = problemsOf(reportOf({ [name]: count }));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`mixed3 at 160×120`);
    expect(problems[0]).toContain(`counted ${String(count)}`);
  });
});

describe('the table', () => {
  test('on a software adapter, gives wall-clock as a ratio and says what it is worth', () => {
    const text = toMarkdown(reportOf());
    expect(text).toContain('says nothing about a GPU');
    expect(text).toContain('2.50 ×');
    expect(text).not.toContain(' ms');
  });

  test('on a GPU, gives our milliseconds', () => {
    const text = toMarkdown(reportOf({}, false));
    expect(text).not.toContain('says nothing about a GPU');
    expect(text).toContain('ours 10.00 ms');
  });
});
