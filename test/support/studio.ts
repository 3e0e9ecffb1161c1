import type { Objective } from '../../src/engine/objective.ts';
import type { Scope } from '../../src/streams/scope.ts';
import { DEFAULTS } from '../../src/streams/settings/schema.ts';
import { StillControl } from '../../src/streams/stills/still-control.ts';
import type { StillAsk } from '../../src/streams/worker/still-protocol.ts';

/** A studio's page side whose worker is the test: `asked` collects what it is asked for. */
export function studioAsking(scope: Scope, asked: StillAsk[], objective: Objective): StillControl {
  return new StillControl(scope, {
    send: (ask) => asked.push(ask),
    settings: () => DEFAULTS,
    objective: () => objective,
    shownName: () => 'Clouds',
  });
}

/** The number of the last ask; 0 where it has none. */
export function lastIdOf(asked: readonly StillAsk[]): number {
  const ask = asked.at(-1);
  return ask && 'id' in ask ? ask.id : 0;
}

/** A black picture of 8 × 6 px. */
export function smallBitmap(): ImageBitmap {
  const canvas = new OffscreenCanvas(8, 6);
  canvas.getContext('2d')?.fillRect(0, 0, 8, 6);
  return canvas.transferToImageBitmap();
}
