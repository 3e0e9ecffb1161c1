import type { Objective } from '../objective.ts';
import { pixelsOf } from './still-limits.ts';
import type { StillOctave } from './still-types.ts';

/**
 * What each tile climbs, so that the terms weigh in an octave of many tiles as they do in one of a single tile. Means are taken over a tile, of which each
 * pixel is a larger share than of the octave; a neuron has no mean, so that its weight grows by as much.
 */
export function tileObjective(objective: Objective, octave: Pick<StillOctave, 'width' | 'height' | 'tile'>): Objective {
  const share = pixelsOf(octave) / pixelsOf(octave.tile);
  return objective.map((term) => (term.kind === 'neuron' ? { ...term, weight: term.weight * share } : term));
}
