import { requestDevice } from '../../src/engine/device.ts';
import type { Graph } from '../../src/engine/network/graph.ts';
import type { Objective } from '../../src/engine/objective.ts';
import { GradientTool } from '../../src/engine/plan/gradient.ts';
import type { Picture } from '../../src/engine/plan/gradient.ts';
import { resizeBilinear } from '../../test/support/climb.ts';
import { inceptionGraph, oraclePicture } from '../../test/support/oracle.ts';
import { startTfjs, TfjsNetwork } from '../../test/support/tfjs.ts';
import type { AveragePooling } from '../../test/support/tfjs.ts';
import type { Agreement, CaseReport, CaseRequest, TfjsReport, WallReport } from '../report.ts';
import { agreement, expectAgreement } from './agreement.ts';
import { measureFrames } from './frames.ts';
import { ORACLE } from './oracle.ts';
import { OurGradient } from './ours.ts';
import { settings, TfjsGradient } from './tfjs.ts';
import { race } from './timing.ts';

/** Gradients in one timing: on a GPU many, so that its queue never runs dry; without one, each takes seconds. */
const queuedOn = (software: boolean): number => (software ? 1 : 50);

/** Everything about one layer at one size. Nothing is measured before the gradients agree. */
export async function measureCase(request: CaseRequest): Promise<CaseReport> {
  const { layer, width, height, rounds } = request;
  const backend = await startTfjs();
  const { device, adapter } = await requestDevice(navigator.gpu);
  const objective: Objective = [{ layer, kind: 'mean', weight: 1 }];
  const [graph, picture] = await Promise.all([inceptionGraph([layer]), pictureOf(width, height)]);
  const agreements = await compare(device, graph, picture, objective);
  const frames = await measureFrames(device, graph, picture, objective);
  const ours = await OurGradient.create(device, graph, picture, objective);
  const theirs = new TfjsGradient(backend, graph, picture, objective);
  const gradient = await ours.report();
  const tfjs: TfjsReport[] = [];
  for (const setting of settings) tfjs.push(await theirs.report(setting));
  const wall = await wallClock(ours, theirs, rounds, queuedOn(adapter.software));
  theirs.destroy();
  ours.destroy();
  device.destroy();
  return { layer, width, height, ...agreements, ours: { ...frames, ...gradient }, tfjs, wall };
}

async function pictureOf(width: number, height: number): Promise<Picture> {
  const picture = await oraclePicture(`${ORACLE}.png`);
  return picture.width === width && picture.height === height ? picture : resizeBilinear(picture, width, height);
}

async function compare(
  device: GPUDevice,
  graph: Graph,
  picture: Picture,
  objective: Objective,
): Promise<{ readonly exact: Agreement; readonly shipped: Agreement }> {
  const tool = await GradientTool.create(
    device,
    graph,
    picture,
    objective.map((term) => term.layer),
  );
  const ours = await tool.run(picture, objective);
  tool.destroy();
  const byTfjs = async (pooling: AveragePooling): Promise<Float32Array> => {
    const network = new TfjsNetwork(graph, pooling);
    const { gradient } = await network.run(picture, objective);
    network.destroy();
    return gradient;
  };
  const exact = agreement(ours.gradient, await byTfjs('exact'));
  expectAgreement(exact, "our gradient and tfjs's");
  return { exact, shipped: agreement(ours.gradient, await byTfjs('shipped')) };
}

async function wallClock(ours: OurGradient, theirs: TfjsGradient, rounds: number, queued: number): Promise<WallReport> {
  const contestants = [ours.contestant(), ...settings.map((setting) => theirs.contestant(setting))];
  const [own = [], ...others] = await race(contestants, rounds, queued);
  return { queued, ours: own, tfjs: settings.map((setting, index) => ({ ...setting, milliseconds: others[index] ?? [] })) };
}
