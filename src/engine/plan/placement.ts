import type { Job, Memory } from '../kernels/job.ts';
import { nameOf } from './schedule.ts';

/** Where memory lies in the arena (in quads) and among the bits (in words), and how much of each there is. */
export interface Placement {
  readonly placeOf: (memory: Memory) => number;
  readonly arenaQuads: number;
  readonly bitsWords: number;
  /** The most that lives at any one time: no placement needs less. */
  readonly liveQuads: number;
  readonly liveWords: number;
}

interface Life {
  readonly memory: Memory;
  readonly size: number;
  readonly first: number;
  last: number;
}

interface Placed extends Life {
  readonly place: number;
}

/**
 * Places memory by liveness: two things share a place when no dispatch needs both. The largest are placed first, each at the lowest place that is free
 * for as long as it lives (greedy by size: Pisarchyk and Lee, Efficient Memory Management for Deep Neural Net Inference, 2020).
 */
export function place(dispatches: readonly (readonly Job[])[]): Placement {
  const lives = livesOf(dispatches);
  const arena = placeAll(lives.filter(({ memory }) => memory.kind === 'arena'));
  const bits = placeAll(lives.filter(({ memory }) => memory.kind === 'bits'));
  const places = new Map([...arena, ...bits].map((placed) => [nameOf(placed.memory), placed.place]));
  return {
    placeOf: (memory) => (memory.kind === 'fixed' ? 0 : placed(places, memory)),
    arenaQuads: extent(arena),
    bitsWords: extent(bits),
    liveQuads: mostAlive(arena, dispatches.length),
    liveWords: mostAlive(bits, dispatches.length),
  };
}

function placed(places: ReadonlyMap<string, number>, memory: Memory): number {
  const found = places.get(nameOf(memory));
  if (found === undefined) throw new RangeError(`Expected a place for ${nameOf(memory)}, found none.`);
  return found;
}

function livesOf(dispatches: readonly (readonly Job[])[]): readonly Life[] {
  const lives = new Map<string, Life>();
  dispatches.forEach((jobs, index) => {
    for (const { memory } of jobs.flatMap((job) => job.accesses)) {
      const known = lives.get(nameOf(memory));
      if (known) known.last = index;
      else lives.set(nameOf(memory), { memory, size: sizeOf(memory), first: index, last: index });
    }
  });
  return [...lives.values()];
}

function sizeOf(memory: Memory): number {
  switch (memory.kind) {
    case 'arena':
      return memory.quads;
    case 'bits':
      return memory.words;
    case 'fixed':
      return 0;
    default:
      return memory satisfies never;
  }
}

function placeAll(lives: readonly Life[]): readonly Placed[] {
  const placed: Placed[] = [];
  for (const life of lives.toSorted((a, b) => b.size - a.size)) {
    const neighbours = placed.filter((other) => other.first <= life.last && life.first <= other.last).sort((a, b) => a.place - b.place);
    let at = 0;
    for (const other of neighbours) {
      if (at + life.size <= other.place) break;
      at = Math.max(at, other.place + other.size);
    }
    placed.push({ ...life, place: at });
  }
  return placed;
}

const extent = (placed: readonly Placed[]): number => placed.reduce((most, { place: at, size }) => Math.max(most, at + size), 0);

function mostAlive(lives: readonly Life[], dispatches: number): number {
  const alive = Array.from({ length: dispatches }, (_, index) =>
    lives.reduce((sum, { first, last, size }) => (first <= index && index <= last ? sum + size : sum), 0),
  );
  return Math.max(0, ...alive);
}
