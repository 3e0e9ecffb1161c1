import { stillFailure } from '../words/still-failures.ts';
import type { StillRestore } from '../worker/still-protocol.ts';
import { type StillPicture, type StillState, finishedIn, pictureOf } from './still-state.ts';

/**
 * What the studio has once its worker is lost: its picture, and a still whose PNG had come. A run is gone, and can be tried again from the picture.
 * @param replaced whether there is another worker
 */
export function afterLoss(value: StillState, replaced: boolean): StillState {
  const picture = keptOf(pictureOf(value));
  const finished = finishedIn(value);
  const failure = stillFailure(replaced ? 'worker-replaced' : 'worker-lost', '', '');
  if (picture && finished?.outcome.png) {
    const { kind, order, plan, outcome } = finished;
    const lostNothing = replaced && value.kind === 'done';
    return { kind, picture, order, plan, outcome, ...(!lostNothing && { failure }) };
  }
  if (!picture) return { kind: 'failed', failure: replaced ? stillFailure('worker-failed', '', '') : failure, picture, order: null };
  const order = 'order' in value && value.order?.from === 'picture' ? value.order : null;
  return replaced && order === null ? { kind: 'ready', picture } : { kind: 'failed', failure, picture, order };
}

/** What another worker is to hold of it; `null` where there is nothing. */
export function restoreOf(state: StillState): StillRestore | null {
  const picture = pictureOf(state);
  const finished = finishedIn(state);
  const png = finished?.outcome.png;
  if (!picture) return null;
  const result = finished && png ? { picture: png, recipe: finished.order.recipe } : null;
  return { kind: 'restore', picture: picture.file ?? picture.bitmap, result };
}

/** Of a frozen frame there is no file: what is shown of it is what there is. */
function keptOf(picture: StillPicture | null): StillPicture | null {
  if (!picture || picture.file) return picture;
  const { width, height } = picture.bitmap;
  return { ...picture, width, height };
}
