import { describe, expect, test } from 'vitest';
import { problemsOf } from '../../../bench/problems.ts';
import type { CaseReport, Counts, Report } from '../../../bench/report.ts';
import { toMarkdown } from '../../../bench/table.ts';

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

const ours: CaseReport['ours'] = {
  frame: { ...none, submits: 1 },
  step: none,
  gradient: { ...none, submits: 1, dispatches: 60 },
  plannedFlops: 2e9,
  plannedBytes: 3e7,
  arenaBytes: 1e7,
  weightsBytes: 2e7,
  engine: { peak: 6e7, steady: 5e7 },
  gradientMicroseconds: 9,
  stepMicroseconds: 10,
  frameMicroseconds: 100,
};

const measured: CaseReport = {
  layer: 'mixed3',
  width: 160,
  height: 120,
  agreements: [{ name: 'tfjs, pooling mended', cosine: 1, relativeL2: 4e-7 }],
  ours,
  peers: [{ name: 'tfjs', gradient: none, gradientMicroseconds: 7000, peakBytes: 9e7 }],
  absent: [],
  wall: { queued: 1, ours: [20, 10], peers: [{ name: 'tfjs', milliseconds: [30, 25] }] },
};

function reportOf(result: Partial<CaseReport> = {}, whole: Partial<Report> = {}): Report {
  const times = { phases: [{ name: 'device', at: 50 }], firstDream: 900, modelBytes: 8e6 };
  return {
    date: '2026-01-31',
    machine: { processor: 'A processor', cores: 2 },
    browser: 'Chromium 1',
    adapter: { description: 'an adapter', software: true },
    oracle: { name: 'a case', cosine: 1, relativeL2: 4e-7 },
    cases: [{ ...measured, ...result }],
    memory: {
      layer: 'mixed5',
      width: 640,
      height: 480,
      arenaBytes: 15e6,
      liveBytes: 1e7,
      engine: { peak: 2e8, steady: 1e8 },
      parts: [{ name: 'weights', bytes: 41e6 }],
    },
    start: { query: '?source=demo', cold: times, warm: { ...times, firstDream: 300, modelBytes: 0 }, latency: { p50: 41, p95: 77 } },
    ...whole,
  };
}

describe('what is asserted', () => {
  test('when it holds, leaves no problem', () => {
    expect(problemsOf(reportOf())).toEqual([]);
  });

  test.for([
    ['submits', 2],
    ['readBacks', 1],
    ['buffersCreated', 1],
    ['bindGroupsCreated', 3],
    ['texturesCreated', 1],
    ['pipelinesCreated', 1],
  ] as const)('with %s of %i a frame, leaves one that says the number', ([name, count]) => {
    const problems = problemsOf(reportOf({ ours: { ...ours, frame: { ...ours.frame, [name]: count } } }));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`mixed3 at 160×120`);
    expect(problems[0]).toContain(`counted ${String(count)}`);
  });

  test.for<[string, Partial<CaseReport>, string]>([
    [
      'too many dispatches',
      { ours: { ...ours, gradient: { ...ours.gradient, dispatches: 61 } } },
      'at most 60 dispatches a gradient, counted 61',
    ],
    ['dear encoding', { ours: { ...ours, stepMicroseconds: 31 } }, 'it took 31.0 µs'],
    ['a peer whose gradient is another', { absent: [{ name: 'jax-js', leftOut: 'its gradient is not ours' }] }, 'jax-js was not measured'],
  ])('with %s, leaves one that says so', ([, result, words]) => {
    const problems = problemsOf(reportOf(result));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(words);
  });

  test('with an arena above one and a half times what lives at once, leaves one that says the ratio', () => {
    const { memory } = reportOf();
    const problems = problemsOf(reportOf({}, { memory: { ...memory, arenaBytes: 16e6 } }));
    expect(problems).toEqual(['mixed5 at 640×480: expected an arena of at most 1.5 × what lives at once, planned 1.60 ×.']);
  });
});

describe('the table', () => {
  const onGpu = { adapter: { description: 'an adapter', software: false } };

  test('on a software adapter, gives wall-clock as a ratio and says what it and the start are worth', () => {
    const text = toMarkdown(reportOf());
    expect(text).toContain('says nothing about a GPU');
    expect(text).toContain('2.50 ×');
    expect(text).not.toContain('10.00 ms');
    expect(text).toContain('on a software adapter: a GPU starts and dreams far sooner');
  });

  test('on a GPU, gives our milliseconds', () => {
    const text = toMarkdown(reportOf({}, onGpu));
    expect(text).not.toContain('software adapter:');
    expect(text).toContain('ours 10.00 ms');
  });

  test('of the app, has its start cold and warm, its latency and its memory', () => {
    const text = toMarkdown(reportOf({}, onGpu));
    expect(text).toContain('| **first dreamt frame** | 900 ms | 300 ms |');
    expect(text).toContain('p50 41 ms, p95 77 ms');
    expect(text).toContain('1.50 ×');
    expect(text).toContain('| of that: weights | 41.0 MB |');
  });

  test('of what was not measured, has the reason', () => {
    const start = { leftOut: 'nothing is built' };
    expect(toMarkdown(reportOf({}, { start }))).toContain('Not measured: nothing is built.');
    const absent = [{ name: 'jax-js', leftOut: 'its gradient is not ours' }];
    expect(toMarkdown(reportOf({ absent }))).toContain('jax-js: its gradient is not ours.');
  });
});
