import type { StillState } from '../../streams/index.ts';

/** What a screen reader says of the studio, politely: it changes with what happens and with each octave, never with a step. */
export function spoken(state: StillState): string {
  switch (state.kind) {
    case 'idle':
      return '';
    case 'opening':
      return `Opening ${state.name}`;
    case 'ready':
      return `${state.picture.name} is open. Choose a recipe.`;
    case 'running': {
      const { progress } = state;
      return progress ? `Dreaming, octave ${String(progress.octave)} of ${String(progress.octaves)}` : 'Getting ready to dream';
    }
    case 'paused':
      return 'Paused';
    case 'done':
      return state.outcome.cancelled ? 'Stopped. What there was is kept.' : 'The still is dreamt.';
    case 'failed':
      // Told by its own alert.
      return '';
    default:
      return state satisfies never;
  }
}
