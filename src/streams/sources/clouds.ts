import { type Field, heapedField, wispField } from './cloud-fields.ts';

/** How far the heaps and the wisps drift, in texels a second: unlike, so that clouds change as they pass. */
const HEAP_DRIFT = { x: 9, y: 0.6 };
const WISP_DRIFT = { x: 15, y: -1.6 };

/** Below `BARE` there is sky, above `FULL` no sky shines through. */
const BARE = 0.46;
const FULL = 0.63;

/** Towards the sun, up and to the left, in pixels of the half-size picture. */
const SUN_X = -7;
const SUN_Y = -9;

/** A border that the way to the sun may reach into. */
const BORDER = 12;

/**
 * A sky with heaped clouds that drift and change, drawn on the CPU: the same picture for the same seed, size and time, on every machine.
 * Clouds are soft, so they are computed at half the size and doubled.
 */
export class CloudSky {
  readonly #heaps: Field;
  readonly #wisps: Field;
  readonly #width: number;
  readonly #height: number;
  readonly #density: Float32Array;
  readonly #half: Uint32Array;
  readonly #pixels: Uint32Array<ArrayBuffer>;
  readonly #sky: Float32Array;

  /** @param width and `height` of the picture in pixels, both even */
  constructor(seed: number, width: number, height: number) {
    this.#heaps = heapedField(seed, 1024, 512);
    this.#wisps = wispField(seed + 1000, 512, 512);
    this.#width = width / 2;
    this.#height = height / 2;
    this.#density = new Float32Array((this.#width + BORDER) * (this.#height + BORDER));
    this.#half = new Uint32Array(this.#width * this.#height);
    this.#pixels = new Uint32Array(width * height);
    this.#sky = skyColours(this.#height);
  }

  /** The picture at `seconds` as RGBX bytes, row-major; the next call overwrites it. */
  draw(seconds: number): Uint8Array<ArrayBuffer> {
    this.#fillDensity(seconds);
    this.#shade();
    double(this.#half, this.#pixels, this.#width, this.#height);
    return new Uint8Array(this.#pixels.buffer);
  }

  #fillDensity(seconds: number): void {
    const stride = this.#width + BORDER;
    const scale = 640 / this.#width;
    for (let row = 0; row < this.#height + BORDER; row++) {
      const height = (row - BORDER) / this.#height;
      // Clouds lie closer together towards the horizon.
      const depth = scale * (0.8 + 0.75 * height * height + 0.3 * height);
      const v = depth * 0.9 * (row - BORDER) + HEAP_DRIFT.y * seconds;
      const wispV = depth * 1.6 * (row - BORDER) + WISP_DRIFT.y * seconds;
      const heapRow = rowAt(this.#heaps, v);
      const wispRow = rowAt(this.#wisps, wispV);
      const cover = 0.03 - 0.1 * Math.max(0, height - 0.72);
      for (let column = 0; column < stride; column++) {
        const x = (column - BORDER - this.#width / 2) * depth;
        const heap = sample(this.#heaps, heapRow, x + HEAP_DRIFT.x * seconds);
        const wisp = sample(this.#wisps, wispRow, 1.3 * x + WISP_DRIFT.x * seconds);
        this.#density[row * stride + column] = 0.68 * heap + 0.32 * wisp + cover;
      }
    }
  }

  #shade(): void {
    const stride = this.#width + BORDER;
    const towardsSun = SUN_Y * stride + SUN_X;
    const nearer = Math.round(SUN_Y / 3) * stride + Math.round(SUN_X / 3);
    for (let row = 0; row < this.#height; row++) {
      const red = this.#sky[row * 3] ?? 0;
      const green = this.#sky[row * 3 + 1] ?? 0;
      const blue = this.#sky[row * 3 + 2] ?? 0;
      for (let column = 0; column < this.#width; column++) {
        const at = (row + BORDER) * stride + column + BORDER;
        const density = this.#density[at] ?? 0;
        const cover = smoothstep(BARE, FULL, density);
        let light = 0;
        if (cover > 0) {
          const far = this.#density[at + towardsSun] ?? 0;
          const near = this.#density[at + nearer] ?? 0;
          // Lit where it is thinner towards the sun; thick cloud shades itself.
          light = 0.74 + 2.4 * (density - far) + 1.6 * (density - near) - 1.4 * Math.max(0, density - 0.58);
          light = light < 0 ? 0 : light > 1 ? 1 : light;
        }
        this.#half[row * this.#width + column] = pack(
          red + cover * (118 + 137 * light - red),
          green + cover * (132 + 121 * light - green),
          blue + cover * (158 + 90 * light - blue),
        );
      }
    }
  }
}

/** Where a row of a field begins, its lower neighbour, and how far between them. */
interface FieldRow {
  readonly upper: number;
  readonly lower: number;
  readonly part: number;
}

function rowAt(field: Field, v: number): FieldRow {
  const floor = Math.floor(v);
  const mask = field.height - 1;
  return { upper: (floor & mask) * field.width, lower: ((floor + 1) & mask) * field.width, part: v - floor };
}

/** Bilinear, repeating: sides are powers of two, so a mask wraps. */
function sample(field: Field, row: FieldRow, u: number): number {
  const floor = Math.floor(u);
  const part = u - floor;
  const mask = field.width - 1;
  const left = floor & mask;
  const right = (floor + 1) & mask;
  const { values } = field;
  const upperLeft = values[row.upper + left] ?? 0;
  const lowerLeft = values[row.lower + left] ?? 0;
  const upper = upperLeft + part * ((values[row.upper + right] ?? 0) - upperLeft);
  const lower = lowerLeft + part * ((values[row.lower + right] ?? 0) - lowerLeft);
  return upper + row.part * (lower - upper);
}

/** From a deep blue above to a pale haze at the horizon: red, green, blue a row, 0 to 255. */
function skyColours(height: number): Float32Array {
  const colours = new Float32Array(height * 3);
  for (let row = 0; row < height; row++) {
    const t = row / (height - 1);
    const haze = t * t;
    colours.set([38 + 60 * t + 74 * haze, 92 + 70 * t + 42 * haze, 168 + 44 * t + 18 * haze], row * 3);
  }
  return colours;
}

/** RGBX in memory on a little-endian machine, which is every machine with a browser. */
function pack(red: number, green: number, blue: number): number {
  return (0xff000000 | (blue << 16) | (green << 8) | red) >>> 0;
}

/** Twice the size: between two pixels stands their mean. Four bytes are averaged at once. */
function double(from: Uint32Array, to: Uint32Array, width: number, height: number): void {
  const stride = 2 * width;
  for (let row = 0; row < height; row++) {
    const below = Math.min(row + 1, height - 1) * width;
    for (let column = 0; column < width; column++) {
      const next = column + 1 < width ? 1 : 0;
      const here = from[row * width + column] ?? 0;
      const right = mean(here, from[row * width + column + next] ?? 0);
      const down = from[below + column] ?? 0;
      const at = 2 * row * stride + 2 * column;
      to[at] = here;
      to[at + 1] = right;
      to[at + stride] = mean(here, down);
      to[at + stride + 1] = mean(right, mean(down, from[below + column + next] ?? 0));
    }
  }
}

function mean(a: number, b: number): number {
  return (a & b) + (((a ^ b) >>> 1) & 0x7f7f7f7f);
}

function smoothstep(from: number, to: number, value: number): number {
  const t = (value - from) / (to - from);
  if (t <= 0) return 0;
  return t >= 1 ? 1 : t * t * (3 - 2 * t);
}
