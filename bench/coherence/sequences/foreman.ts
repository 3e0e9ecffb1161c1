import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Sequence } from './sequence.ts';

/** The film as it is, and as it is dreamt: half as large. */
const LARGE = { width: 352, height: 288 };
const HALF = { width: 176, height: 144 };
const RATE = 30;

const folder = (): string => process.env['PAREIDOLIA_DATA'] ?? 'test/data';

/** Where the foreman clip is looked for. */
export const foremanFile = (): string => join(folder(), 'foreman-cif-30fps.mp4');

export const hasForeman = (): boolean => existsSync(foremanFile());

/**
 * The first frames of the foreman clip, 352 × 288 at 30 a second, decoded by ffmpeg, and half as large for the dream. Nobody knows its flow.
 * @throws Error where the clip or ffmpeg is missing or the clip is too short
 */
export async function foreman(frames: number): Promise<Sequence> {
  const film = await decoded(frames);
  const bytes = 4 * LARGE.width * LARGE.height;
  const large = (t: number): Uint8Array => film.subarray(t * bytes, (t + 1) * bytes);
  return {
    name: 'foreman',
    ...HALF,
    rate: RATE,
    frames,
    textured: false,
    frame: (t) => halved(large(t), LARGE.width),
    flow: () => null,
    visible: () => null,
    large: { ...LARGE, frame: large },
  };
}

/** The mean of two by two pixels each, RGBA. */
function halved(pixels: Uint8Array, width: number): Uint8Array<ArrayBuffer> {
  const half = new Uint8Array(pixels.length / 4);
  for (let index = 0; index < half.length; index++) {
    const [pixel, channel] = [Math.floor(index / 4), index % 4];
    const [x, y] = [pixel % (width / 2), Math.floor(pixel / (width / 2))];
    const first = 4 * (2 * y * width + 2 * x) + channel;
    const below = first + 4 * width;
    half[index] = Math.round(((pixels[first] ?? 0) + (pixels[first + 4] ?? 0) + (pixels[below] ?? 0) + (pixels[below + 4] ?? 0)) / 4);
  }
  return half;
}

async function decoded(frames: number): Promise<Buffer> {
  const file = foremanFile();
  if (!hasForeman()) throw new Error(`Expected the foreman clip at ${file}, found none. Point PAREIDOLIA_DATA at the folder that has it.`);
  const film = await outputOf('ffmpeg', [
    '-v',
    'error',
    '-i',
    file,
    '-frames:v',
    String(frames),
    '-f',
    'rawvideo',
    '-pix_fmt',
    'rgba',
    '-',
  ]);
  const got = film.length / (4 * LARGE.width * LARGE.height);
  if (got !== frames)
    throw new Error(`Expected ${String(frames)} frames of 352 × 288 in ${file}, got ${String(got)}. Ask for fewer with --count.`);
  return film;
}

async function outputOf(command: string, args: readonly string[]): Promise<Buffer> {
  return await new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const [parts, said]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (part: Buffer) => parts.push(part));
    child.stderr.on('data', (part: Buffer) => said.push(part));
    child.on('error', (cause) => reject(new Error(`Expected ${command} to decode the clip, it cannot be started. Install it.`, { cause })));
    child.on('close', (code) => {
      if (code === 0) resolve(Buffer.concat(parts));
      else
        reject(
          new Error(`Expected ${command} to decode the clip, it ended with ${String(code)}: ${Buffer.concat(said).toString().trim()}`),
        );
    });
  });
}
