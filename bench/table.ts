import { memoryLines, startLines } from './app-table.ts';
import { cosine, megabytes, microseconds, small, table } from './markdown.ts';
import type { CaseReport, Counts, Report } from './report.ts';

/** The report as Markdown. */
export function toMarkdown(report: Report): string {
  const { machine, adapter, oracle, memory, start } = report;
  return [
    '# Bench',
    '',
    'Written by `npm run bench`. InceptionV3, the mean of one layer, one picture; ours beside tfjs 4.22 and jax-js 0.1.25 on WebGPU, on the same weights',
    '(batch normalization folded), picture, layer and loss.',
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
    ...memoryLines(memory),
    ...startLines(start, adapter.software),
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
  '  processors. It is the same for all; the cost of the submit call itself is left out for all. Steps and gradients are timed many at once, whole',
  '  frames one by one, each in a task of its own.',
  '- Planned FLOPs count a multiply-add as two, and no padding; planned bytes read every operand once and write every result once.',
  '- Device memory adds up the buffers and textures that were made and not destroyed, weights and all; what the browser makes by itself, such as a canvas’s',
  '  textures, is not seen. Ours is the whole engine with its pictures and read-backs, a peer’s is its gradient alone.',
  '- tfjs runs under `tf.grad`, convolutions as conv2d + add + relu. Its average pooling divides by the whole window in its gradient, wrong at borders: “as',
  '  shipped” says how far that takes it. With a pooling built of operations whose gradients are right (“pooling mended”) it must agree with ours, or it is',
  '  not timed. What is timed is tfjs as shipped.',
  '- jax-js runs under `jit(grad(…))`. A strided convolution is given to it as one of stride 1 over the picture’s phases: its own gradient of a strided',
  '  convolution is wrong at some sizes and slower. Its gradient must agree with ours, or it is not timed.',
];

function caseLines(result: CaseReport, software: boolean): readonly string[] {
  const { layer, width, height, ours } = result;
  return [
    `## ${layer}, ${String(width)}×${String(height)}`,
    '',
    ...table(
      ['ours', 'a frame of one step', 'a further step'],
      rows.map(([name, count]) => [name, String(ours.frame[count]), String(ours.step[count])]),
    ),
    '',
    ...table(
      ['one ascent step', 'ours'],
      [
        ['planned FLOPs', `${(ours.plannedFlops / 1e9).toFixed(2)} G`],
        ['planned bytes', megabytes(ours.plannedBytes)],
        ['arena (activations, gradients and masks)', megabytes(ours.arenaBytes)],
        ['weights on the GPU, both directions', megabytes(ours.weightsBytes)],
        ['JavaScript, encoding a step', microseconds(ours.stepMicroseconds)],
        ['JavaScript, a whole frame of one step', microseconds(ours.frameMicroseconds)],
      ],
    ),
    '',
    ...peerLines(result),
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

function peerLines({ agreements, absent, ours, peers }: CaseReport): readonly string[] {
  return [
    ...table(
      ['our gradient against', 'cosine', 'relative L2'],
      agreements.map((found) => [found.name, cosine(found.cosine), small(found.relativeL2)]),
    ),
    '',
    ...absent.flatMap(({ name, leftOut }) => [`${name}: ${leftOut}.`, '']),
    ...table(
      ['one gradient', ...columns, 'JavaScript', 'device memory, at most'],
      [
        ['ours', ...cells(ours.gradient), microseconds(ours.gradientMicroseconds), megabytes(ours.engine.peak)],
        ...peers.map(({ name, gradient, gradientMicroseconds, peakBytes }) => [
          name,
          ...cells(gradient),
          microseconds(gradientMicroseconds),
          peakBytes === null ? '″' : megabytes(peakBytes),
        ]),
      ],
    ),
    '',
  ];
}

const columns = ['dispatches', 'submits', 'bind groups set', 'bind groups created', 'buffers created', 'writeBuffer calls'];

const cells = (counts: Counts): readonly string[] =>
  [counts.dispatches, counts.submits, counts.bindGroupsSet, counts.bindGroupsCreated, counts.buffersCreated, counts.writeBuffers].map(
    String,
  );

function wallLines({ wall }: CaseReport, software: boolean): readonly string[] {
  if (wall.ours.length === 0) return [];
  const best = Math.min(...wall.ours);
  const lines = wall.peers.map(({ name, milliseconds }) => [name, `${(Math.min(...milliseconds) / best).toFixed(2)} ×`]);
  const heading = software
    ? 'Wall-clock of one gradient as a ratio to ours, **software adapter: says nothing about a GPU**'
    : `Wall-clock of one gradient, ours ${best.toFixed(2)} ms, the others as a ratio to it`;
  const how = `(in turn, ${String(wall.ours.length)} rounds of ${String(wall.queued)} queued, the fastest of each):`;
  return [`${heading} ${how}`, '', ...table(['', 'time ÷ ours'], lines), ''];
}
