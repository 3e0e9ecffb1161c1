import { goalsOf, sizeOf, verdict } from './goals.ts';
import { billions, blank, digits, percent, reason, table } from './markdown.ts';
import { isLeftOut } from './report.ts';
import type { CaseReport, GpuReport, KernelTime, OursMeasured, OursReport, Peaks, PeerAgreement, PeerReport } from './report.ts';
import { byKind, fastest, oursOf, perSecond, ratioTo, spread } from './statistics.ts';
import { waysLines } from './ways-table.ts';

export const SOFTWARE = 'software adapter: says nothing about a GPU';

/** The report as Markdown. On a software adapter every table says what it is worth. */
export function toMarkdown(report: GpuReport): string {
  const headed = (lines: readonly string[]): readonly string[] => (report.adapter.software ? [`**${SOFTWARE}**`, '', ...lines] : lines);
  return [
    '# Bench on a GPU',
    '',
    `Written by \`npm run bench:gpu\`. InceptionV3, the mean of one layer, one picture, in Node on Dawn. A step is one gradient: forward, objective and`,
    `backward to the picture. ${String(report.steps)} steps are queued in one timing, each contestant in turn, ${String(report.rounds)} rounds (fewer for one that has taken 20 s), the fastest of each.`,
    '',
    ...headed(aboutLines(report)),
    '',
    '## Goals',
    '',
    ...headed(goalLines(report)),
    '',
    '## Steps',
    '',
    ...headed(stepLines(report)),
    '',
    '## Beside the peers',
    '',
    ...headed(peerLines(report)),
    '',
    '## Where the time goes',
    '',
    ...report.cases.flatMap((result) => fastestOnes(result).flatMap((ours) => kernelLines(result, ours, report.peaks, headed))),
    '## Ways',
    '',
    ...waysLines(report, headed),
    ...notes,
    '',
  ].join('\n');
}

const notes = [
  '## How it is measured',
  '',
  '- Peaks: 64 independent vec4 multiply-adds a turn in registers, and a copy of a large buffer (bytes read plus written), 20 to 50 ms a run, the fastest of 7.',
  '- FLOPs and bytes are planned: a multiply-add counts two, no padding; every operand is read once, every result written once. f16 is held against the f32',
  '  peak too, since it accumulates in f32.',
  '- “GPU” is the whole step as one pass by the GPU’s own clock. The kernels’ times are of each dispatch in a submit of its own, which finds an idle GPU: their',
  '  sum is more than the step takes. Dawn’s rounding of timestamps is switched off.',
  '- Shaders are shared (a few serve all sizes), baked (every size written into them, each convolution the way that is likely the fastest) or tuned (baked, each',
  '  the way that timing found the fastest, as the engine takes them after a while). Ways are timed in bursts of 1 ms, one that is hopeless at its first try once;',
  '  operands lie in memory of their own, so that what a burst repeats may come from a cache. The shortest burst counts, and only 3 % less replaces the likely way.',
  '- Each side has a device of its own on the same Dawn. tfjs is timed as shipped; its gradient is checked with average pooling mended, as its own is wrong at',
  '  borders.',
];

function aboutLines({ date, machine, adapter, peaks, oracle }: GpuReport): readonly string[] {
  const { description, vendor, architecture, device, features } = adapter;
  const checked = oracle.map(({ precision, shaders, name, cosine, relativeL2 }) => [
    `our gradient, ${precision}, ${shaders} shaders, against float64 PyTorch`,
    `${name}: cosine ${cosine.toFixed(8)}, relative L2 ${relativeL2.toExponential(1)}`,
  ]);
  return table(
    ['', ''],
    [
      ['date', date],
      ['machine', `${machine.processor}, ${String(machine.cores)} cores, Node ${machine.node}`],
      ['adapter', [description, vendor, architecture, device].filter(Boolean).join(' · ')],
      ['features', features.join(', ') || 'none of those that matter here'],
      ['f32 peak, measured', billions(peaks.f32, 'GFLOP/s')],
      ['f16 peak, measured', isLeftOut(peaks.f16) ? reason(peaks.f16) : billions(peaks.f16, 'GFLOP/s')],
      ['bandwidth, measured', billions(peaks.bandwidth, 'GB/s')],
      ...checked,
    ],
  );
}

function goalLines(report: GpuReport): readonly string[] {
  const goals = goalsOf(report);
  if (goals.length === 0) return ['None of the sizes and layers that the goals are about was measured.'];
  return table(
    ['goal', 'precision', 'wanted', 'measured', ''],
    goals.map((goal) => {
      const { what, precision, wanted, unit, measured } = goal;
      const value = isLeftOut(measured) ? reason(measured) : `${measured.toFixed(1)} ${unit}`;
      return [what, precision, `≥ ${String(wanted)} ${unit}`, value, `**${verdict(goal)}**`];
    }),
  );
}

function stepLines({ cases, peaks }: GpuReport): readonly string[] {
  const head = ['step', 'precision', 'shaders', 'ms', 'spread', 'GPU ms', 'dispatches', 'arena', 'GFLOP', 'GFLOP/s', 'of the f32 peak'];
  const body = cases.flatMap((result) =>
    result.ours.map((ours) => {
      const place = [caseName(result), ours.precision, ours.shaders];
      return isLeftOut(ours) ? [...place, reason(ours), ...blank(7)] : [...place, ...stepCells(ours, peaks)];
    }),
  );
  return table(head, body);
}

function stepCells({ milliseconds, gpuMilliseconds, dispatches, arenaBytes, flops }: OursMeasured, peaks: Peaks): readonly string[] {
  const best = fastest(milliseconds);
  const rate = perSecond(flops, best);
  return [
    best.toFixed(3),
    percent(spread(milliseconds)),
    isLeftOut(gpuMilliseconds) ? reason(gpuMilliseconds) : gpuMilliseconds.toFixed(3),
    String(dispatches),
    `${(arenaBytes / 1e6).toFixed(1)} MB`,
    (flops / 1e9).toFixed(2),
    digits(rate),
    percent(rate / peaks.f32),
  ];
}

function peerLines({ cases, absent }: GpuReport): readonly string[] {
  const body = cases.flatMap((result) => [
    ...result.agreements.map((peer) => [caseName(result), `${peer.name}’s gradient against ours`, ...agreementCells(peer)]),
    ...result.peers.map((peer) => peerRow(result, peer)),
    ...['tfjs', 'jax-js']
      .filter((name) => result.peers.some((peer) => peer.name === name))
      .map((name) => [caseName(result), `**${name} at its best**`, '', ...ratios(result, name)]),
  ]);
  return table(
    ['step', 'peer', 'ms', '÷ ours f32', '÷ ours f16'],
    [...absent.map((peer) => ['all', peer.name, reason(peer), '', '']), ...body],
  );
}

const agreementCells = (peer: PeerAgreement): readonly string[] =>
  isLeftOut(peer) ? [reason(peer), '', ''] : [`cosine ${peer.cosine.toFixed(8)}, relative L2 ${peer.relativeL2.toExponential(1)}`, '', ''];

function peerRow(result: CaseReport, peer: PeerReport): readonly string[] {
  const place = [caseName(result), `${peer.name}, ${peer.setting}`];
  if (isLeftOut(peer)) return [...place, reason(peer), '', ''];
  const best = fastest(peer.milliseconds);
  const cells = (['f32', 'f16'] as const).map((precision) => {
    const ours = oursOf(result, precision);
    return isLeftOut(ours) ? '–' : `${(best / fastest(ours.milliseconds)).toFixed(2)} ×`;
  });
  return [...place, best.toFixed(3), ...cells];
}

const ratios = (result: CaseReport, name: string): readonly string[] =>
  (['f32', 'f16'] as const).map((precision) => {
    const ratio = ratioTo(result, name, precision);
    return isLeftOut(ratio) ? '–' : `**${ratio.toFixed(2)} ×**`;
  });

/** Of each precision the fastest variant, and those that were not measured. */
function fastestOnes(result: CaseReport): readonly OursReport[] {
  const best = (['f32', 'f16'] as const).map((precision) => oursOf(result, precision));
  return result.ours.filter((ours) => isLeftOut(ours) || best.some((one) => one === ours));
}

function kernelLines(
  result: CaseReport,
  ours: OursReport,
  peaks: Peaks,
  headed: (lines: readonly string[]) => readonly string[],
): readonly string[] {
  const title = `### ${caseName(result)}, ${ours.precision}, ${ours.shaders} shaders`;
  if (isLeftOut(ours)) return [title, '', reason(ours), ''];
  if (isLeftOut(ours.kernels)) return [title, '', reason(ours.kernels), ''];
  const { kernels } = ours;
  const total = kernels.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  const row = (name: string, kernel: Omit<KernelTime, 'label' | 'kind'>): readonly string[] => [
    name,
    kernel.milliseconds.toFixed(4),
    percent(kernel.milliseconds / total),
    ...rates(kernel, peaks),
  ];
  const head = ['', 'ms', 'share', 'GFLOP/s', 'of the f32 peak', 'GB/s', 'of the bandwidth'];
  const kinds = byKind(kernels).map((kind) => row(`${kind.kind}, ${String(kind.dispatches)} ×`, kind));
  const all = kernels.map((kernel, index) => row(`${String(index + 1)} ${kernel.label} (${kernel.kind})`, kernel));
  return [
    ...[title, '', ...headed(table(['kind', ...head.slice(1)], kinds)), ''],
    ...[
      '<details><summary>each dispatch, in order</summary>',
      '',
      ...headed(table(['dispatch', ...head.slice(1)], all)),
      '',
      '</details>',
      '',
    ],
  ];
}

function rates({ milliseconds, flops, bytes }: Omit<KernelTime, 'label' | 'kind'>, peaks: Peaks): readonly string[] {
  // A clock that ticks too rarely gives 0.
  if (milliseconds <= 0) return blank(4);
  const rate = perSecond(flops, milliseconds);
  const traffic = perSecond(bytes, milliseconds);
  return [digits(rate), percent(rate / peaks.f32), digits(traffic), percent(traffic / peaks.bandwidth)];
}

const caseName = (result: CaseReport): string => `${result.layer} ${sizeOf(result)}`;
