// Makes the footage that a fake camera plays in tests: clouds that drift, drawn here, as raw video (.y4m) that loops without a seam.
import { closeSync, existsSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const width = 320;
const height = 240;
const rate = 30;
const frames = 120;

const footagePath = join(dirname(fileURLToPath(import.meta.url)), '..', 'test', 'footage', 'clouds.y4m');

/** Makes the footage unless it is there: 320×240, 30 fps, 4 s, 14 MB, the same bytes everywhere.
 * @returns {string} its path */
export function ensureFootage() {
  if (existsSync(footagePath)) return footagePath;
  mkdirSync(dirname(footagePath), { recursive: true });
  const unfinished = `${footagePath}.part`;
  const file = openSync(unfinished, 'w');
  writeSync(file, `YUV4MPEG2 W${width} H${height} F${rate}:1 Ip A1:1 C420jpeg\n`);
  const sky = clouds();
  for (let frame = 0; frame < frames; frame++) {
    writeSync(file, 'FRAME\n');
    writeSync(file, drawFrame(sky, frame / frames));
  }
  closeSync(file);
  renameSync(unfinished, footagePath);
  return footagePath;
}

/** One octave of the sky: a periodic lattice of random values and how far it drifts, in whole periods a loop.
 * @typedef {{ cells: number, values: Float32Array, drift: number, weight: number }} Octave */

/** @returns {Octave[]} */
function clouds() {
  const random = mulberry32(20150617);
  return [3, 6, 12, 24, 48, 96].map((cells, index) => ({
    cells,
    values: Float32Array.from({ length: cells * cells }, random),
    drift: index < 2 ? 1 : 0,
    weight: 0.62 ** index,
  }));
}

/** One frame as planes Y, U, V.
 * @param {Octave[]} sky
 * @param {number} phase 0 to 1 over the loop */
function drawFrame(sky, phase) {
  const picture = new Uint8Array(width * height * 1.5);
  const chroma = width * height;
  const chromaSize = chroma / 4;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const cover = cloudCover(sky, x / width, y / width, phase);
      picture[y * width + x] = Math.round(95 + 145 * cover - 20 * (y / height) * (1 - cover));
      if (x % 2 === 0 && y % 2 === 0) {
        const at = chroma + (y / 2) * (width / 2) + x / 2;
        picture[at] = Math.round(128 + 38 * (1 - cover));
        picture[at + chromaSize] = Math.round(128 - 26 * (1 - cover));
      }
    }
  }
  return picture;
}

/** How much cloud there is at a place, 0 (blue) to 1 (white): a sum of octaves, the coarse ones drifting, the fine ones circling.
 * @param {Octave[]} sky
 * @param {number} x
 * @param {number} y
 * @param {number} phase */
function cloudCover(sky, x, y, phase) {
  const turn = 2 * Math.PI * phase;
  let sum = 0;
  let weights = 0;
  for (const octave of sky) {
    const circle = octave.drift === 0 ? 0.25 / octave.cells : 0;
    const u = x + octave.drift * phase + circle * Math.cos(turn);
    sum += octave.weight * sample(octave, u, y + circle * Math.sin(turn));
    weights += octave.weight;
  }
  const density = Math.min(1, Math.max(0, (sum / weights - 0.28) / 0.44));
  return density * density * (3 - 2 * density);
}

/** The lattice at a place in periods, smoothed between its values.
 * @param {Octave} octave
 * @param {number} x
 * @param {number} y */
function sample({ cells, values }, x, y) {
  const u = (x - Math.floor(x)) * cells;
  const v = (y - Math.floor(y)) * cells;
  const column = Math.floor(u);
  const row = Math.floor(v);
  const a = smooth(u - column);
  const b = smooth(v - row);
  const value = (/** @type {number} */ i, /** @type {number} */ j) => values[((row + j) % cells) * cells + ((column + i) % cells)] ?? 0;
  return (value(0, 0) * (1 - a) + value(1, 0) * a) * (1 - b) + (value(0, 1) * (1 - a) + value(1, 1) * a) * b;
}

/** @param {number} t */
function smooth(t) {
  return t * t * (3 - 2 * t);
}

/** A small seeded generator of numbers from 0 to 1 (Tommy Ettinger's mulberry32).
 * @param {number} seed */
function mulberry32(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(ensureFootage());
