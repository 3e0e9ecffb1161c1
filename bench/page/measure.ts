import { requestDevice } from '../../src/engine/device.ts';
import type { Graph } from '../../src/engine/network/graph.ts';
import type { Objective } from '../../src/engine/objective.ts';
import { GradientTool } from '../../src/engine/plan/gradient.ts';
import type { Picture } from '../../src/engine/plan/gradient.ts';
import { resizeBilinear } from '../../test/support/climb.ts';
import { inceptionGraph, oraclePicture } from '../../test/support/oracle.ts';
import type { CaseReport, CaseRequest, WallReport } from '../report.ts';
import { measureEngine, measureFrames } from './frames.ts';
import type { EngineMemory } from './frames.ts';
import { ORACLE } from './oracle.ts';
import { OurGradient } from './ours.ts';
import { PeerGroup } from './peers.ts';
import { race } from './timing.ts';

/** Gradients in one timing: on a GPU many, so that its queue never runs dry; without one, each takes seconds. */
const queuedOn = (software: boolean): number => (software ? 1 : 50);

/** Everything about one layer at one size. Nobody is timed before their gradient is ours. */
export async function measureCase(request: CaseRequest): Promise<CaseReport> {
  const { layer, width, height, rounds } = request;
  const { device, adapter } = await requestDevice(navigator.gpu);
  const objective = meanOf(layer);
  const [graph, picture] = await Promise.all([inceptionGraph([layer]), pictureOf(width, height)]);
  const peers = await PeerGroup.create({ graph, picture, objective }, await gradientOf(device, graph, picture, objective));
  const frames = await measureFrames(device, graph, picture, objective);
  const ours = await OurGradient.create(device, graph, picture, objective);
  const report = { layer, width, height, agreements: peers.agreements, absent: peers.absent };
  const gradient = await ours.report();
  const others = await peers.report();
  const wall = await wallClock(ours, peers, rounds, queuedOn(adapter.software));
  peers.destroy();
  ours.destroy();
  device.destroy();
  return { ...report, ours: { ...frames, ...gradient }, peers: others, wall };
}

/** What the engine holds of the device's memory at a size too large for a software adapter to climb at. */
export async function measureMemory({ layer, width, height }: Omit<CaseRequest, 'rounds'>): Promise<EngineMemory> {
  const { device } = await requestDevice(navigator.gpu);
  const [graph, picture] = await Promise.all([inceptionGraph([layer]), pictureOf(width, height)]);
  const memory = await measureEngine(device, graph, picture, meanOf(layer));
  device.destroy();
  return memory;
}

const meanOf = (layer: string): Objective => [{ layer, kind: 'mean', weight: 1 }];

async function pictureOf(width: number, height: number): Promise<Picture> {
  const picture = await oraclePicture(`${ORACLE}.png`);
  return picture.width === width && picture.height === height ? picture : resizeBilinear(picture, width, height);
}

async function gradientOf(device: GPUDevice, graph: Graph, picture: Picture, objective: Objective): Promise<Float32Array> {
  const layers = objective.map((term) => term.layer);
  const tool = await GradientTool.create(device, graph, picture, layers);
  const { gradient } = await tool.run(picture, objective);
  tool.destroy();
  return gradient;
}

async function wallClock(ours: OurGradient, { peers }: PeerGroup, rounds: number, queued: number): Promise<WallReport> {
  const [own = [], ...others] = await race([ours.contestant(), ...peers], rounds, queued);
  return { queued, ours: own, peers: peers.map(({ name }, index) => ({ name, milliseconds: others[index] ?? [] })) };
}
