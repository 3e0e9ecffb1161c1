import { engineFlow } from './figures/engine-flow.ts';
import { flowErrors } from './figures/flow-error.ts';
import { ghostGoals, measureGhost } from './figures/ghost.ts';
import { measureRates, rateGoals } from './figures/rate.ts';
import { measureStillScene, stillGoals } from './figures/still-scene.ts';
import { oursParams } from './modes.ts';
import type { FigureName } from './options.ts';
import type { Goal } from './report.ts';
import type { Bench } from './rows.ts';

type FigureBench = Omit<Bench, 'network'>;

/** The figures that take minutes, those that were asked for. */
export async function figureGoals({ device, options, store, say }: FigureBench): Promise<readonly Goal[]> {
  const measures: Readonly<Record<FigureName, () => Promise<readonly Goal[]>>> = {
    flow: async () => await flowErrors(engineFlow(device)),
    ghost: async () => ghostGoals(await once('ghost', () => measureGhost(device))),
    still: async () => stillGoals(await once('still', () => measureStillScene(device))),
    rate: async () => rateGoals(await once('rate', () => measureRates(device))),
  };
  const goals: Goal[] = [];
  for (const name of options.figures) goals.push(...(await measures[name]()));
  return goals;

  async function once<T>(name: string, measure: () => Promise<T>): Promise<T> {
    const kept = await store.once(`figure-${name}`, oursParams(), async () => {
      say(`${name} …`);
      return { value: await measure(), picture: null };
    });
    return kept.value;
  }
}
