import { cpus } from 'node:os';
import type { Graph, Objective } from '../../src/engine/index.ts';
import type { DawnDevice } from '../../src/node/dawn.ts';
import { resizeBilinear } from '../../test/support/climb.ts';
import { expectOracle, inception, ORACLE, ORACLE_OBJECTIVE, readOracle } from './oracle.ts';
import type { Oracle } from './oracle.ts';
import type { Options, Size } from './options.ts';
import { OurGradient } from './ours.ts';
import type { Workshop } from './ours.ts';
import { measurePeaks } from './peaks.ts';
import { PeerGroup } from './peers.ts';
import { profile } from './profile.ts';
import { isLeftOut } from './report.ts';
import type { AdapterReport, CaseReport, GpuReport, LeftOut, OursReport, PeerReport, Variant } from './report.ts';
import { attempt, race } from './timing.ts';
import type { Times } from './timing.ts';
import { PlanTuner } from './tune.ts';
import { DeviceWatch } from './watch.ts';

/** Runs of the GPU's own clock: a software adapter's says nothing anyway. */
const repeatsOn = (software: boolean): number => (software ? 1 : 15);

/**
 * Everything, in the order in which it must be: the adapter's peaks, our gradient against the oracle, the peers' against the same, the races.
 * @throws Error when our gradient is not the oracle's: nothing is timed then
 */
export async function measure(dawn: DawnDevice, options: Options, say: (line: string) => void): Promise<GpuReport> {
  const { device, adapter } = dawn;
  const watch = new DeviceWatch(device);
  // All of them now: once tfjs has started, tfjs's own backend would decode the weights.
  const graphs = new Map<string, Graph>();
  for (const layer of options.layers) graphs.set(layer, await inception([layer]));
  const oracle = await readOracle();
  say('measuring what the adapter can do at best …');
  const peaks = await measurePeaks(device, adapter.software);
  watch.expectNone();
  say(`holding our gradient against ${ORACLE} …`);
  const agreements = await checkOurs({ device, watch, tuner: new PlanTuner(device, options.tuningMs / 4) }, oracle, variantsOf(options));
  say(`starting the peers (${options.peers}) …`);
  const peers = await PeerGroup.start(dawn.gpu, options.peers);
  const workshop: Workshop = { device, watch, tuner: new PlanTuner(device, options.tuningMs) };
  const cases: CaseReport[] = [];
  for (const size of options.sizes) {
    for (const [layer, graph] of graphs) {
      say(`${layer} at ${String(size.width)}×${String(size.height)} …`);
      cases.push(await measureCase({ dawn, workshop, oracle, peers, options }, graph, layer, size));
    }
  }
  peers.end();
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: { processor: cpus()[0]?.model ?? 'unknown processor', cores: cpus().length, node: process.version },
    adapter: adapterReport(dawn),
    peaks,
    oracle: agreements,
    absent: peers.absent,
    steps: options.steps,
    rounds: options.rounds,
    cases,
  };
}

async function checkOurs(workshop: Workshop, oracle: Oracle, variants: readonly Variant[]): Promise<GpuReport['oracle']> {
  const found: GpuReport['oracle'][number][] = [];
  for (const variant of variants) {
    const ours = await OurGradient.create(workshop, oracle.graph, oracle.picture, ORACLE_OBJECTIVE, variant);
    if (isLeftOut(ours)) continue;
    const agreement = expectOracle(await ours.gradient(oracle.picture, ORACLE_OBJECTIVE), oracle, variant.precision, 'our');
    ours.destroy();
    found.push({ ...variant, name: ORACLE, ...agreement });
  }
  return found;
}

/** What everything else is held against. */
const EXACT: Variant = { precision: 'f32', shaders: 'shared' };

const variantsOf = ({ precisions, shaders }: Options): readonly Variant[] =>
  precisions.flatMap((precision) => shaders.map((made) => ({ precision, shaders: made })));

interface Bench {
  readonly dawn: DawnDevice;
  readonly workshop: Workshop;
  readonly oracle: Oracle;
  readonly peers: PeerGroup;
  readonly options: Options;
}

async function measureCase(bench: Bench, graph: Graph, layer: string, size: Size): Promise<CaseReport> {
  const { dawn, workshop, oracle, options } = bench;
  const objective: Objective = [{ layer, kind: 'mean', weight: 1 }];
  const picture = resizeBilinear(oracle.picture, size.width, size.height);
  const work = { graph, picture, objective };
  const create = (variant: Variant) =>
    attempt(async () => {
      const one = await OurGradient.create(workshop, graph, size, objective, variant);
      if (isLeftOut(one)) return one;
      const gradient = await attempt(() => one.gradient(picture, objective));
      if (!isLeftOut(gradient)) return { one, gradient };
      one.destroy();
      return gradient;
    });
  // Even where f32 is not asked for: the peers' gradients are held against it.
  const exact = await create(EXACT);
  const agreements = await bench.peers.check(work, isLeftOut(exact) ? exact : exact.gradient);
  const ours: (OurGradient | LeftOut)[] = [];
  const variants = variantsOf(options);
  for (const variant of variants) {
    const same = variant.precision === EXACT.precision && variant.shaders === EXACT.shaders;
    const made = same ? exact : await create(variant);
    ours.push(isLeftOut(made) ? made : made.one);
  }
  const runners = ours.flatMap((one) => (isLeftOut(one) ? [] : [one]));
  const peers = bench.peers.contestants(work, agreements);
  const times = await race([...runners, ...peers], options.rounds, options.steps);
  const reports: OursReport[] = [];
  for (const [index, variant] of variants.entries()) {
    const one = ours[index] ?? { leftOut: 'it was not made' };
    const own = isLeftOut(one) ? one : (times[runners.indexOf(one)] ?? { leftOut: 'it was not timed' });
    reports.push({ ...variant, ...(isLeftOut(one) || isLeftOut(own) ? leftOut(one, own) : await oursReport(dawn, one, own)) });
  }
  const makers = isLeftOut(exact) ? [] : [exact.one];
  for (const contestant of new Set([...makers, ...runners, ...peers])) contestant.destroy();
  return { layer, ...size, ours: reports, agreements, peers: peers.map((peer, index) => peerReport(peer, times[runners.length + index])) };
}

const leftOut = (one: OurGradient | LeftOut, times: Times): LeftOut =>
  isLeftOut(one) ? one : isLeftOut(times) ? times : { leftOut: 'it was not timed' };

async function oursReport({ device, adapter }: DawnDevice, ours: OurGradient, milliseconds: readonly number[]) {
  const { dispatches, tuning } = ours;
  const times = await attempt(() => profile(device, dispatches, repeatsOn(adapter.software)));
  return {
    milliseconds,
    gpuMilliseconds: isLeftOut(times) ? times : times.gpuMilliseconds,
    kernels: isLeftOut(times) ? times : times.kernels,
    dispatches: dispatches.length,
    arenaBytes: ours.arenaBytes,
    flops: dispatches.reduce((sum, { flops }) => sum + flops, 0),
    bytes: dispatches.reduce((sum, { bytes }) => sum + bytes, 0),
    ...(tuning && { tuning }),
  };
}

function peerReport({ name, setting }: { readonly name: string; readonly setting: string }, times: Times | undefined): PeerReport {
  if (times === undefined) return { name, setting, leftOut: 'it was not timed' };
  return isLeftOut(times) ? { name, setting, ...times } : { name, setting, milliseconds: times };
}

function adapterReport({ device, adapter }: DawnDevice): AdapterReport {
  const { vendor, architecture, device: name } = device.adapterInfo;
  const features = ['shader-f16', 'timestamp-query', 'subgroups'].filter((feature) => device.features.has(feature));
  const { maxStorageBufferBindingSize } = device.limits;
  return { ...adapter, vendor, architecture, device: name, features, maxStorageBufferBindingSize };
}
