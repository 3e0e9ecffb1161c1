import type { CaseReport, Counts, Report, TfjsSetting } from './report.ts';

/** What must be exact and is not, a sentence each. */
export function problemsOf(report: Report): readonly string[] {
  return report.cases.flatMap(({ layer, width, height, ours }) => {
    const found: string[] = [];
    const expect = (what: string, expected: number, actual: number) => {
      const place = `${layer} at ${String(width)}×${String(height)}`;
      if (actual !== expected) found.push(`${place}: expected ${String(expected)} ${what}, counted ${String(actual)}.`);
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
  });
}

/** The report as Markdown. */
export function toMarkdown(report: Report): string {
  const { machine, adapter, oracle } = report;
  return [
    '# Bench',
    '',
    'Written by `npm run bench`. InceptionV3, the mean of one layer, one picture; ours beside tfjs 4.22 on WebGPU (`tf.grad`, batch normalization folded,',
    'convolutions as conv2d + add + relu), on the same weights, picture, layer and loss.',
    '',
    ...table(
      ['', ''],
      [
        ['date', report.date],
        ['machine', `${machine.processor}, ${String(machine.cores)} cores`],
        ['browser', `${report.browser}, headless, cross-origin isolated`],
        ['adapter', `${adapter.description}${adapter.software ? ' (software)' : ''}`],
        [
          'our gradient against float64 PyTorch',
          `${oracle.name}: cosine ${cosine(oracle.cosine)}, relative L2 ${small(oracle.relativeL2)}`,
        ],
      ],
    ),
    '',
    ...report.cases.flatMap((result) => caseLines(result, adapter.software)),
    ...notes,
    '',
  ].join('\n');
}

const notes = [
  '## How it is counted',
  '',
  '- Calls are counted by wrapping WebGPU’s own methods while the real engine shows a frame in its steady state. “a further step” is a frame of two ascent',
  '  steps minus a frame of one. The clock is held meanwhile: the engine reads its statistics by the clock, beside the frames (the objective at most every',
  '  0.4 s, Δ every 5 s), and never waits for them.',
  '- JavaScript is the fastest of many timings on the page’s thread, while what is submitted does not reach the GPU: a software adapter computes on the same',
  '  processors. It is the same for both sides; the cost of the submit call itself is left out for both. Steps and gradients are timed many at once, whole',
  '  frames one by one, each in a task of its own.',
  '- Planned FLOPs count a multiply-add as two, and no padding; planned bytes read every operand once and write every result once.',
  '- tfjs’s average pooling divides by the whole window in its gradient, wrong at borders: “as shipped” says how far that takes it. With a pooling built of',
  '  operations whose gradients are right (“pooling mended”) it must agree with ours, or nothing is timed. What is timed is tfjs as shipped.',
];

function caseLines(result: CaseReport, software: boolean): readonly string[] {
  const { layer, width, height, ours, exact, shipped, tfjs } = result;
  const { frame, step, gradient } = ours;
  return [
    `## ${layer}, ${String(width)}×${String(height)}`,
    '',
    ...table(
      ['ours', 'a frame of one step', 'a further step'],
      rows.map(([name, count]) => [name, String(frame[count]), String(step[count])]),
    ),
    '',
    ...table(
      ['one ascent step', 'ours'],
      [
        ['planned FLOPs', `${(ours.plannedFlops / 1e9).toFixed(2)} G`],
        ['planned bytes', megabytes(ours.plannedBytes)],
        ['arena (activations and gradients)', megabytes(ours.arenaBytes)],
        ['weights on the GPU, both directions', megabytes(ours.weightsBytes)],
        ['JavaScript, encoding a step', microseconds(ours.stepMicroseconds)],
        ['JavaScript, a whole frame of one step', microseconds(ours.frameMicroseconds)],
      ],
    ),
    '',
    `Our gradient against tfjs's: pooling mended, cosine ${cosine(exact.cosine)}, relative L2 ${small(exact.relativeL2)}; ` +
      `as shipped, cosine ${cosine(shipped.cosine)}, relative L2 ${small(shipped.relativeL2)}.`,
    '',
    ...table(
      ['one gradient', ...columns, 'JavaScript'],
      [
        ['ours', ...cells(gradient), microseconds(ours.gradientMicroseconds)],
        ...tfjs.map((theirs) => [nameOf(theirs), ...cells(theirs.gradient), microseconds(theirs.gradientMicroseconds)]),
      ],
    ),
    '',
    ...wallLines(result, software),
  ];
}

const rows: readonly (readonly [name: string, count: keyof Counts])[] = [
  ['dispatches', 'dispatches'],
  ['draws', 'draws'],
  ['submits', 'submits'],
  ['bind groups set', 'bindGroupsSet'],
  ['writeBuffer calls', 'writeBuffers'],
  ['read-backs', 'readBacks'],
  ['buffers created', 'buffersCreated'],
  ['bind groups created', 'bindGroupsCreated'],
  ['textures created', 'texturesCreated'],
  ['pipelines created', 'pipelinesCreated'],
];

const columns = ['dispatches', 'submits', 'bind groups set', 'bind groups created', 'buffers created', 'writeBuffer calls'];

const cells = (counts: Counts): readonly string[] =>
  [counts.dispatches, counts.submits, counts.bindGroupsSet, counts.bindGroupsCreated, counts.buffersCreated, counts.writeBuffers].map(
    String,
  );

function wallLines({ wall }: CaseReport, software: boolean): readonly string[] {
  if (wall.ours.length === 0) return [];
  const best = Math.min(...wall.ours);
  const lines = wall.tfjs.map((theirs) => [nameOf(theirs), `${(Math.min(...theirs.milliseconds) / best).toFixed(2)} ×`]);
  const heading = software
    ? 'Wall-clock of one gradient as a ratio to ours, **software adapter: says nothing about a GPU**'
    : `Wall-clock of one gradient, ours ${best.toFixed(2)} ms, tfjs as a ratio to it`;
  const how = `(in turn, ${String(wall.ours.length)} rounds of ${String(wall.queued)} queued, the fastest of each):`;
  return [`${heading} ${how}`, '', ...table(['', 'time ÷ ours'], lines), ''];
}

const nameOf = ({ naive, batch }: TfjsSetting): string =>
  `tfjs, ${naive ? 'naive' : 'tiled'} transposed convolution, batch ${String(batch)}`;

function table(head: readonly string[], body: readonly (readonly string[])[]): readonly string[] {
  const line = (row: readonly string[]): string => `| ${row.join(' | ')} |`;
  return [line(head), line(head.map((_, index) => (index === 0 ? '---' : '---:'))), ...body.map(line)];
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
const microseconds = (value: number): string => `${value < 1000 ? value.toFixed(1) : value.toFixed(0)} µs`;
const small = (value: number): string => value.toExponential(1);
/** Enough digits to see how far from 1. */
const cosine = (value: number): string => value.toFixed(value > 0.9999 ? 8 : 4);
