import type { Precision } from '../kernels/compose.ts';
import { ways } from '../kernels/convolution.ts';
import type { Convolution } from '../kernels/convolution.ts';
import type { Source, Target } from '../kernels/job.ts';
import type { WayOf } from '../plan/ways.ts';

/** To be raised when kernels have changed so much that old measurements say nothing about them. */
const VERSION = 1;

/** A shape that was not measured takes the way of one that has at most so many times its pixels, or so many times fewer. */
const NEAR = 2;

/** A convolution's shape: what is computed for every pixel, and how many pixels there are. */
interface Shape {
  readonly kind: string;
  readonly size: string;
  readonly pixels: number;
}

/** A way that was found the fastest for a shape. */
interface Found {
  readonly shape: Shape;
  readonly way: string;
}

/** Which way each convolution takes on one adapter, by its shape. Immutable; what it says holds for all networks with such shapes. */
export class Tuning {
  static readonly none = new Tuning(new Map());
  readonly #found: ReadonlyMap<string, Found>;

  private constructor(found: ReadonlyMap<string, Found>) {
    this.#found = found;
  }

  /** Reads what `toJson` wrote. Anything else, also what was written when there were other ways to choose from, is no tuning at all. */
  static parse(json: string | null): Tuning {
    const stored = json === null ? null : parsed(json);
    if (stored?.version !== VERSION || !sameNames(stored.known)) return Tuning.none;
    const found = stored.found.flatMap(([kind, size, pixels, way]) => {
      const one = { shape: { kind, size, pixels }, way };
      return Object.hasOwn(ways, way) ? [[keyOf(one.shape), one] as const] : [];
    });
    return new Tuning(new Map(found));
  }

  toJson(): string {
    const found = Array.from(this.#found.values(), ({ shape: { kind, size, pixels }, way }) => [kind, size, pixels, way]);
    return JSON.stringify({ version: VERSION, known: Object.keys(ways).sort(), found });
  }

  get size(): number {
    return this.#found.size;
  }

  /** Whether this very shape was measured. */
  has(convolution: Convolution, precision: Precision): boolean {
    return this.#found.has(keyOf(shapeOf(convolution, precision)));
  }

  with(convolution: Convolution, precision: Precision, way: string): Tuning {
    const shape = shapeOf(convolution, precision);
    return new Tuning(new Map([...this.#found, [keyOf(shape), { shape, way }]]));
  }

  /** For `PlanOptions`: what was measured for a shape, or else for the same kind of the nearest size, or else nothing. */
  wayOf(precision: Precision): WayOf {
    return (convolution) => {
      const shape = shapeOf(convolution, precision);
      return (this.#found.get(keyOf(shape)) ?? this.#nearest(shape))?.way;
    };
  }

  #nearest(shape: Shape): Found | undefined {
    const distance = (found: Found): number => Math.abs(Math.log(found.shape.pixels / shape.pixels));
    return Array.from(this.#found.values())
      .filter((found) => found.shape.kind === shape.kind && distance(found) <= Math.log(NEAR))
      .sort((a, b) => distance(a) - distance(b))[0];
  }
}

/** Names a convolution's shape: convolutions of one name take one way. */
export const shapeName = (convolution: Convolution, precision: Precision): string => keyOf(shapeOf(convolution, precision));

const keyOf = ({ kind, size }: Shape): string => `${kind} ${size}`;

function shapeOf(convolution: Convolution, precision: Precision): Shape {
  const { backward, sources, results, window, accumulate } = convolution;
  const { kernel, stride, pad } = window;
  const kind = [
    precision,
    backward ? 'backward' : 'forward',
    ...[kernel, stride, pad].map((pair) => pair.join('×')),
    `${sources.map(viewName).join('+')}→${results.map(targetName).join('+')}`,
    accumulate ? 'added' : '',
  ];
  const [source, result] = [sources[0], results[0]];
  const sides = [source?.height, source?.width, result?.height, result?.width].map((side) => side ?? 0);
  return { kind: kind.filter(Boolean).join(' '), size: sides.join('×'), pixels: (sides[2] ?? 0) * (sides[3] ?? 0) };
}

const viewName = ({ quads, memory }: Source): string => `${memory.kind === 'fixed' ? 'picture ' : ''}${String(quads)}`;

const targetName = (target: Target): string => `${viewName(target)}${target.mask ? ' masked' : ''}`;

interface Stored {
  readonly version: number;
  readonly known: readonly string[];
  readonly found: readonly (readonly [kind: string, size: string, pixels: number, way: string])[];
}

function parsed(json: string): Stored | null {
  try {
    const value: unknown = JSON.parse(json);
    return isStored(value) ? value : null;
  } catch {
    return null;
  }
}

function isStored(value: unknown): value is Stored {
  if (typeof value !== 'object' || value === null) return false;
  // Whatever lay in the store: each field is looked at before it is used.
  const { version, known, found } = value as Partial<Record<keyof Stored, unknown>>;
  return typeof version === 'number' && isListOf(known, isString) && isListOf(found, isFound);
}

const isString = (value: unknown): boolean => typeof value === 'string';

const isListOf = (value: unknown, is: (each: unknown) => boolean): boolean => Array.isArray(value) && value.every(is);

const isFound = (value: unknown): boolean =>
  Array.isArray(value) && value.length === 4 && value.every((each, index) => (index === 2 ? Number(each) > 0 : isString(each)));

function sameNames(known: readonly string[]): boolean {
  const names = Object.keys(ways).sort();
  return known.length === names.length && known.every((name, index) => name === names[index]);
}
