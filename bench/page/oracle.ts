import { requestDevice } from '../../src/engine/device.ts';
import type { AdapterSummary } from '../../src/engine/device.ts';
import { layersOf } from '../../src/engine/objective.ts';
import { GradientTool } from '../../src/engine/plan/gradient.ts';
import { inceptionGraph, objectiveOf, oracleCases, oracleFloats, oraclePicture } from '../../test/support/oracle.ts';
import type { Report } from '../report.ts';
import { agreement, expectAgreement } from './agreement.ts';

/** The picture that everything is measured on. It was chosen so that its gradient does not move under float32's rounding. */
export const ORACLE = 'mixed3-mixed5-mean-160x120';

/**
 * Holds our gradient against float64 PyTorch, before anything is measured.
 * @throws Error when it is another one, or when the page's clock is too coarse to measure by
 */
export async function checkOracle(): Promise<Pick<Report, 'oracle'> & { readonly adapter: AdapterSummary }> {
  if (!crossOriginIsolated) throw new Error('Expected a cross-origin isolated page: elsewhere clocks tick at 100 µs.');
  const oracle = (await oracleCases()).find(({ name }) => name === ORACLE);
  if (!oracle) throw new Error(`Expected an oracle named ${ORACLE}.`);
  const objective = objectiveOf(oracle);
  const layers = layersOf(objective);
  const picture = await oraclePicture(oracle.image);
  const { device, adapter } = await requestDevice(navigator.gpu);
  const tool = await GradientTool.create(device, await inceptionGraph(layers), picture, layers);
  const { gradient } = await tool.run(picture, objective);
  device.destroy();
  const found = agreement(gradient, await oracleFloats(oracle.gradient));
  expectAgreement(found, `our gradient and float64 PyTorch's (${ORACLE})`);
  return { oracle: { name: ORACLE, ...found }, adapter };
}
