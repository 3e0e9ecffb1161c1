import type { AscendKernel } from '../kernels/ascend.ts';
import { encodeDispatch } from '../kernels/dispatch.ts';
import type { Dispatch } from '../kernels/dispatch.ts';
import { PARTIAL_BYTES, measureSizes } from '../kernels/measure.ts';
import type { MeasureKernel } from '../kernels/measure.ts';
import { TILE_SLOTS, TileUniform } from '../kernels/tile.ts';
import type { TileKernel } from '../kernels/tile.ts';
import { SLOT_OFFSETS, TurnUniform } from '../kernels/turn.ts';
import { costOf } from '../pace.ts';
import type { Plan } from '../plan/plan.ts';
import { spansOf } from './still-octaves.ts';
import type { Span } from './still-octaves.ts';
import type { StillPictures } from './still-pictures.ts';
import type { StillOctave } from './still-types.ts';

/** The kernels of a still's step besides its plan's. */
export interface ClimbKernels {
  readonly tile: TileKernel;
  readonly measure: MeasureKernel;
  readonly ascend: AscendKernel;
}

/** One step: how the picture is rolled under its tiles, and how far it goes. */
export interface StillStep {
  readonly roll: readonly [x: number, y: number];
  readonly size: number;
}

/**
 * The steps on one octave, each a list of dispatches that is recorded in slices: for every tile gather, the plan's and scatter; then measure and
 * conclude, after which `settled` holds the objective; then ascend.
 */
export class OctaveClimb {
  /** Four float32, of which the first is the objective. */
  readonly settled: GPUBuffer;
  /** The octave's gradient, put together from the tiles': it lies as the picture does. */
  readonly gradient: GPUBuffer;
  readonly #octave: StillOctave;
  readonly #tiles: TileUniform;
  readonly #turn: TurnUniform;
  readonly #buffers: readonly GPUBuffer[];
  readonly #perTile: readonly Dispatch[];
  readonly #atEnd: readonly Dispatch[];
  readonly #across: readonly Span[];
  readonly #down: readonly Span[];
  #roll: StillStep['roll'] = [0, 0];
  #next = 0;

  /** The pictures are those of now: they must not trade places meanwhile. */
  constructor(device: GPUDevice, kernels: ClimbKernels, pictures: StillPictures, octave: StillOctave, plan: Plan) {
    const make = (label: string, size: number, usage = 0): GPUBuffer =>
      device.createBuffer({ label, size, usage: GPUBufferUsage.STORAGE | usage });
    const { picture, gradient } = pictures;
    const sizes = measureSizes(octave, octave.tiles);
    const uniform = device.createBuffer({ label: 'measure', size: 16, usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST });
    device.queue.writeBuffer(uniform, 0, sizes);
    const values = make('tile objectives', 4 * octave.tiles);
    const partial = make('gradient sums', PARTIAL_BYTES);
    this.#octave = octave;
    this.gradient = gradient;
    this.settled = make('still settled', 16, GPUBufferUsage.COPY_SRC);
    this.#tiles = new TileUniform(device);
    this.#turn = new TurnUniform(device);
    this.#buffers = [uniform, values, partial, this.settled];
    this.#across = spansOf(octave.width, octave.tile.width);
    this.#down = spansOf(octave.height, octave.tile.height);
    const tile = { tile: this.#tiles.binding, picture, gradient, values, plan };
    this.#perTile = [kernels.tile.gather(tile, octave.tile), ...plan.dispatches, kernels.tile.scatter(tile, octave.tile)];
    const measured = kernels.measure.dispatches({ sizes: uniform, gradient, values, partial, settled: this.settled }, octave);
    const ascend = kernels.ascend.inPlace({ step: this.#turn.binding, gradient, settled: this.settled, lo: picture }, octave);
    this.#atEnd = [...measured, ascend];
  }

  /** Whether the objective of the step that is under way is recorded: all but its ascent. */
  get measured(): boolean {
    return this.#next >= this.#length - 1;
  }

  /** Whether the step is recorded to its end. */
  get done(): boolean {
    return this.#next === this.#length;
  }

  begin({ roll, size }: StillStep): void {
    this.#roll = roll;
    this.#next = 0;
    this.#turn.setStep(0, this.#octave, this.#octave, 0, 0, size);
    this.#turn.flush();
  }

  /**
   * Records one pass of dispatches worth at most `budget`, and at least one; not beyond the objective where it is not recorded yet. What is recorded must
   * be submitted before anything else is.
   * @returns what they cost
   */
  record(encoder: GPUCommandEncoder, budget: number): number {
    const end = this.measured ? this.#length : Math.min(this.#length - 1, this.#lastSlot);
    const pass = encoder.beginComputePass({ label: 'still' });
    let cost = 0;
    do {
      cost += this.#record(pass, this.#next);
      this.#next++;
    } while (this.#next < end && cost + costOf(this.#at(this.#next)) <= budget);
    pass.end();
    this.#tiles.flush();
    return cost;
  }

  destroy(): void {
    this.#tiles.destroy();
    this.#turn.destroy();
    for (const buffer of this.#buffers) buffer.destroy();
  }

  get #length(): number {
    return this.#tiled + this.#atEnd.length;
  }

  /** Dispatches of all tiles. */
  get #tiled(): number {
    return this.#octave.tiles * this.#perTile.length;
  }

  /** Where the uniform has no slots left for a submit that begins with what is next. */
  get #lastSlot(): number {
    const tile = Math.floor(this.#next / this.#perTile.length);
    return tile < this.#octave.tiles ? (tile + TILE_SLOTS) * this.#perTile.length : Infinity;
  }

  #at(index: number): Dispatch {
    const dispatch = index < this.#tiled ? this.#perTile[index % this.#perTile.length] : this.#atEnd[index - this.#tiled];
    if (!dispatch) throw new RangeError(`Expected an index below ${String(this.#length)}, got ${String(index)}.`);
    return dispatch;
  }

  #record(pass: GPUComputePassEncoder, index: number): number {
    const dispatch = this.#at(index);
    encodeDispatch(pass, dispatch, this.#offsets(index));
    return costOf(dispatch);
  }

  /** What of a tile's dispatches is ours has its slot, and so has the ascent; the plan's own have none. */
  #offsets(index: number): readonly number[] | undefined {
    if (index === this.#length - 1) return SLOT_OFFSETS[0];
    const place = index % this.#perTile.length;
    if (index >= this.#tiled || (place > 0 && place < this.#perTile.length - 1)) return undefined;
    const tile = Math.floor(index / this.#perTile.length);
    this.#place(tile);
    return this.#tiles.offsets(tile);
  }

  #place(index: number): void {
    const across = this.#across[index % this.#across.length];
    const down = this.#down[Math.floor(index / this.#across.length)];
    if (!across || !down) throw new RangeError(`Expected a tile below ${String(this.#octave.tiles)}, got ${String(index)}.`);
    this.#tiles.set({
      octave: this.#octave,
      tile: this.#octave.tile,
      start: [across.start, down.start],
      first: [across.from, down.from],
      end: [across.to, down.to],
      roll: this.#roll,
      index,
    });
  }
}
