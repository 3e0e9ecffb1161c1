import type { AscentRule } from '../ascent-rule.ts';
import { Direction, DirectionScratch, bordersOf, isPlain, shapeOf } from '../direction.ts';
import type { DirectionKernels } from '../direction.ts';
import type { Dispatch } from '../kernels/dispatch.ts';
import type { TileKernel } from '../kernels/tile.ts';
import type { Size } from '../octaves.ts';
import type { Round } from './rounds.ts';
import { BlockUniforms } from './step-rule.ts';
import type { StepRule, StepSource } from './step-rule.ts';
import { blocksOf, spanAt } from './still-octaves.ts';
import type { Block } from './still-octaves.ts';

/** Side in pixels of what a block calls its own: a multiple of every rule's grid. */
export const BLOCK = 512;

/** The size of an octave's largest block, border included. */
function largestBlock(octave: Size, rule: AscentRule, side: number): Size {
  const { halo } = bordersOf(rule);
  const longest = (length: number): number => Math.max(...blocksOf(length, side, halo).map((block) => block.length));
  return { width: longest(octave.width), height: longest(octave.height) };
}

/** Bytes that following a rule takes in an octave, besides the octave's picture and gradient. */
export function ruleBytes(octave: Size, rule: AscentRule): number {
  const shape = shapeOf(rule);
  if (isPlain(shape)) return 0;
  const block = largestBlock(octave, rule, BLOCK);
  return 2 * 16 * block.width * block.height + DirectionScratch.bytes(block, shape);
}

/** Which of the uniforms a dispatch wants. */
type Wants = 'place' | 'rule' | 'both';

interface Part {
  readonly dispatch: Dispatch;
  readonly wants: Wants;
}

/** What becomes of a block of one size: of all of them first, then of all of them again. */
interface BlockParts {
  readonly measure: readonly Part[];
  readonly finish: readonly Part[];
}

/**
 * A step by a rule that smooths, parts into bands or pulls: block by block, so that what it works in does not grow with the picture. Blocks are cut out, with
 * borders, of the gradient and the picture; where a rule takes its own statistics, they are taken of all blocks before the first is climbed. What pulls
 * toward less variation may see, one pixel beyond its block, a neighbour that is a step ahead.
 */
export class RuleStep implements StepRule {
  readonly rounds: readonly Round[];
  readonly #kernels: { readonly tile: TileKernel; readonly direction: DirectionKernels };
  readonly #source: StepSource;
  readonly #rule: AscentRule;
  readonly #uniforms: BlockUniforms;
  readonly #scratch: DirectionScratch;
  readonly #gradient: GPUBuffer;
  readonly #picture: GPUBuffer;
  readonly #across: readonly Block[];
  readonly #down: readonly Block[];
  readonly #parts = new Map<string, BlockParts>();

  /** @param block side in pixels of what a block calls its own, a multiple of the rule's grid */
  constructor(
    device: GPUDevice,
    kernels: { readonly tile: TileKernel; readonly direction: DirectionKernels },
    source: StepSource,
    rule: AscentRule,
    block = BLOCK,
  ) {
    const { octave } = source;
    const largest = largestBlock(octave, rule, block);
    const make = (label: string): GPUBuffer =>
      device.createBuffer({ label, size: 16 * largest.width * largest.height, usage: GPUBufferUsage.STORAGE });
    this.#kernels = kernels;
    this.#source = source;
    this.#rule = rule;
    this.#uniforms = new BlockUniforms(device, octave, rule);
    this.#scratch = new DirectionScratch(device, largest, shapeOf(rule));
    this.#gradient = make('block gradient');
    this.#picture = make('block');
    this.#across = blocksOf(octave.width, block, bordersOf(rule).halo);
    this.#down = blocksOf(octave.height, block, bordersOf(rule).halo);
    const { measure } = this.#partsOf(0);
    this.rounds = [...(measure.length > 0 ? [this.#round('measure')] : []), this.#round('finish')];
  }

  setStepSize(size: number): void {
    this.#uniforms.stepSize = size;
  }

  flush(): void {
    this.#uniforms.flush();
  }

  destroy(): void {
    this.#uniforms.destroy();
    this.#scratch.destroy();
    this.#gradient.destroy();
    this.#picture.destroy();
  }

  #round(which: keyof BlockParts): Round {
    const dispatches = (item: number): readonly Part[] => this.#partsOf(item)[which];
    const part = (item: number, place: number): Part => {
      const found = dispatches(item)[place];
      if (!found) throw new RangeError(`Expected a place below ${String(dispatches(item).length)}, got ${String(place)}.`);
      return found;
    };
    return {
      count: this.#across.length * this.#down.length,
      length: dispatches(0).length,
      at: (item, place) => part(item, place).dispatch,
      offsets: (item, place) => this.#offsets(item, part(item, place).wants),
    };
  }

  #offsets(item: number, wants: Wants): readonly number[] | undefined {
    const [across, down] = this.#block(item);
    this.#uniforms.set(item, across, down);
    switch (wants) {
      case 'place':
        return this.#uniforms.tileOffsets(item);
      case 'rule':
        return this.#uniforms.stepOffsets(item);
      case 'both':
        return this.#uniforms.bothOffsets(item);
      default:
        return wants satisfies never;
    }
  }

  #block(item: number): readonly [across: Block, down: Block] {
    return [spanAt(this.#across, item % this.#across.length), spanAt(this.#down, Math.floor(item / this.#across.length))];
  }

  /** Blocks of one size share their dispatches. */
  #partsOf(item: number): BlockParts {
    const [across, down] = this.#block(item);
    const key = `${String(across.length)}×${String(down.length)}`;
    const known = this.#parts.get(key) ?? this.#makeParts({ width: across.length, height: down.length });
    this.#parts.set(key, known);
    return known;
  }

  #makeParts(size: Size): BlockParts {
    const { tile, step } = this.#uniforms;
    const { picture, gradient, settled } = this.#source;
    const source = { step, gradient: this.#gradient, settled, lo: this.#picture };
    const direction = new Direction(this.#kernels.direction, this.#scratch, source, size, shapeOf(this.#rule));
    const all = (wants: Wants, dispatches: readonly Dispatch[]): readonly Part[] => dispatches.map((dispatch) => ({ dispatch, wants }));
    const kernel = this.#kernels.tile;
    const cut = all('place', [kernel.gather({ tile, picture: gradient, cut: this.#gradient }, size)]);
    const seen = all('place', [kernel.gather({ tile, picture, cut: this.#picture }, size)]);
    const fields = all('rule', direction.fields);
    const commit = kernel.commit({ tile, step, direction: direction.gradient, settled: direction.settled, picture }, size);
    return {
      measure: direction.measure.length > 0 ? [...cut, ...fields, ...all('rule', direction.measure)] : [],
      finish: [...cut, ...seen, ...fields, ...all('rule', direction.finish), ...all('both', [commit])],
    };
  }
}
