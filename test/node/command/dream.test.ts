import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import type { Sharp } from 'sharp';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { main } from '../../../src/node/dream.ts';
import { readPicture } from '../../../src/node/picture-file.ts';
import { findRecipe } from '../../../src/node/recipe-source.ts';
import { TINY_LAYERS, tinyFiles } from '../../support/tiny-network.ts';

const repository = fileURLToPath(new URL('../../../', import.meta.url));
/** Half its size and its own; no shader is compiled for jitter, rolls and the like. */
const recipe = ['--layers', 'tiny1', '--octaves', '-1..0', '--scale', '2', '--steps', '6', '--step-size', '0.03', '--precision', 'f32'];

let folder = '';
const at = (...names: readonly string[]): string => join(folder, ...names);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dream-'));
  const model = tinyFiles();
  await Promise.all(['model', 'trip', 'dreamt'].map((name) => mkdir(at(name))));
  for (const path of ['model.json', ...TINY_LAYERS.map((name) => `${name}.bin`)]) {
    await writeFile(at('model', path), new Uint8Array(await model.read(path)));
  }
  const noise = { type: 'gaussian', mean: 128, sigma: 20 } as const;
  const picture = (width: number, height: number): Sharp => sharp({ create: { width, height, channels: 3, background: 'grey', noise } });
  const whole = await picture(60, 40).png().toBuffer();
  await writeFile(at('trip', 'cut.png'), whole.subarray(0, whole.length / 2));
  await writeFile(at('trip', 'dot.png'), await picture(1, 1).png().toBuffer());
  await writeFile(at('trip', 'notes.txt'), 'nothing');
  await writeFile(at('trip', 'old.png'), whole);
  await writeFile(at('trip', 'sea.png'), whole);
  await writeFile(at('trip', 'turned.jpg'), await picture(240, 160).withMetadata({ orientation: 6 }).jpeg().toBuffer());
  await writeFile(at('trip', 'unseen.png'), whole);
  await writeFile(at('dreamt', 'old.png'), 'mine');
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

interface Outcome {
  readonly code: unknown;
  readonly out: string;
  readonly err: string;
}

/** Runs the command line as a person would. @param told is given what was said so far, and may end it */
async function run(args: readonly string[], env: NodeJS.ProcessEnv = {}, told?: (err: string, end: () => void) => void): Promise<Outcome> {
  const command = ['scripts/run.js', '--where-called', 'src/node/dream.ts', ...args, '--model', at('model')];
  const child = spawn(process.execPath, command, { cwd: repository, env: { ...process.env, ...env } });
  const said = { out: '', err: '' };
  child.stdout.on('data', (data: Buffer) => (said.out += data.toString()));
  child.stderr.on('data', (data: Buffer) => {
    said.err += data.toString();
    told?.(said.err, () => {
      child.kill('SIGINT');
      // As one Ctrl-C arrives where npm passes on what the terminal sent already.
      setTimeout(() => child.kill('SIGINT'), 5);
    });
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  return { code, ...said };
}

test('a folder, is dreamt as far as it can be: what fails is named, the rest goes on, and Ctrl-C keeps what there is', async () => {
  let isEnded = false;
  const { code, out, err } = await run([at('trip'), '-o', at('dreamt'), ...recipe], {}, (said, end) => {
    if (isEnded || !/turned\.jpg: \d+ %.*step [1-9]/.test(said)) return;
    isEnded = true;
    end();
  });
  expect(err).toContain(`Left out, as no pictures by their names: ${at('trip', 'notes.txt')}`);
  expect(err).toMatch(/Expected a whole picture, but .*cut\.png is damaged or ends too early/);
  expect(err).toMatch(/dot\.png: .*1×1 pixels is too small/);
  expect(err).toMatch(/old\.png exists already\. Name another file by -o, or replace it by --force\./);
  expect(err).toMatch(/sea\.png: 60 × 40, dreamt at 30 × 20, 60 × 40\n/);
  expect(err).toMatch(/sea\.png: \d+ %.*octave 2 of 2 \(60 × 40\), step \d of 6, objective \d/);
  expect(err).toMatch(/Ending: what there is will be written\. .*\n[^]*turned\.jpg: ended early, after \d+ steps/);
  expect(err).toContain('2 dreamt, 3 failed, 1 left out, 1 not begun');
  expect(out.split('\n')).toEqual([at('dreamt', 'sea.png'), at('dreamt', 'turned.png'), '']);
  expect(code).toBe(130);

  expect(existsSync(at('dreamt', 'unseen.png'))).toBe(false);
  expect(await readFile(at('dreamt', 'old.png'), 'utf8')).toBe('mine');
  expect(await readPicture(at('dreamt', 'turned.png'))).toMatchObject({ width: 160, height: 240 });
  const [before, after] = await Promise.all([readPicture(at('trip', 'sea.png')), readPicture(at('dreamt', 'sea.png'))]);
  const change = after.data.reduce((sum, value, index) => sum + Math.abs(value - (before.data[index] ?? Number.NaN)), 0);
  expect(change / after.data.length).toBeGreaterThan(2);
  expect(await findRecipe(at('dreamt', 'sea.png'))).toMatchObject({
    objective: [{ layer: 'tiny1', kind: 'mean', weight: 1 }],
    octaves: { from: -1, to: 0, scale: 2 },
    steps: 6,
    stepSize: 0.03,
  });
  // On a processor, shaders take long to compile.
}, 120_000);

test('a path that npm was called with in another folder, is meant from there', async () => {
  // Damaged, so that its reading is told and nothing is dreamt.
  const args = ['sea.png', '--objective', 'tiny1:guide', '--guide', 'cut.png'];
  const outcome = await run(args, { INIT_CWD: at('trip') });
  expect(outcome).toMatchObject({ code: 1, out: '' });
  expect(outcome.err).toContain('Expected a whole picture, but cut.png is damaged or ends too early');
});

test('no adapter, is told with what to install', async () => {
  const outcome = await run([at('trip', 'sea.png'), ...recipe], { VK_ICD_FILENAMES: '/nowhere.json' });
  expect(outcome).toMatchObject({ code: 1, out: '' });
  expect(outcome.err).toMatch(/Expected a graphics adapter, found none\. Install a Vulkan driver for your GPU, or Chromium/);
});

test('float16 where the GPU has none, is refused rather than replaced', async (context) => {
  const outcome = await run([at('trip', 'sea.png'), '-o', at('dreamt', 'f16.png'), ...recipe, '--precision', 'f16']);
  if (outcome.code === 0) context.skip('This GPU has float16.');
  expect(outcome).toMatchObject({ code: 1, out: '' });
  expect(outcome.err).toMatch(/Expected a GPU with float16 shaders for --precision f16, but .+ has none\. Choose auto or f32\./);
});

test.each<readonly [string, readonly string[], number, RegExp]>([
  ['nothing', [], 2, /Expected a picture or a folder[^]*pareidolia dream --help says what there is/],
  ['a layer that the model lacks', ['trip', '--layers', 'tiny9'], 1, /tiny9/],
  ['a layer without its weights', ['trip', '--layers', 'tiny0', '--model', 'trip'], 1, /Expected model\.json of the model .*trip/],
  ['a recipe that is none', ['trip', '--recipe', 'deep'], 2, /Expected a recipe: tensorflow, .*“deep” came[^]*--help/],
  ['octaves that are none', ['trip', '--octaves', 'few'], 2, /--octaves takes how many/],
  [
    'a rule that the engine refuses, before any model is read',
    ['trip', '--smoothing', '50', '--model', './none'],
    2,
    /“rule\.smoothing” takes/,
  ],
  [
    'a weight that the engine refuses, before any model is read',
    ['trip', '--objective', 'a:mean:1e9', '--model', './none'],
    2,
    /--objective: .*1e9/,
  ],
  ['an objective that is none', ['trip', '--objective', 'tiny1:most'], 2, /--objective: .*tiny1:most/],
  ['a guide that nothing climbs toward', ['trip', '--guide', 'a.png'], 2, /Expected an objective toward the guide a\.png/],
  ['an objective without its guide', ['trip', '--objective', 'tiny1:guide'], 2, /Name a picture to be it by --guide/],
  [
    'a guide that the dream would replace',
    ['trip', '-o', 'dreamt', '-f', '--objective', 'tiny1:guide', '--guide', 'dreamt/old.png'],
    2,
    /Expected another file to write than is read, but .*old\.png is both/,
  ],
  ['an empty folder', ['empty'], 1, /Expected JPEG, PNG, WebP or AVIF pictures in .*empty, found none/],
])('%s, ends with a message and its code', async (_, args, code, message) => {
  await mkdir(at('empty'), { recursive: true });
  let err = '';
  const spy = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    err += String(text);
    return true;
  });
  const places = args.map((arg) => (/^(trip|dreamt|empty)\b/.test(arg) ? at(arg) : arg));
  expect(await main(args.includes('--model') ? places : [...places, '--model', at('model')])).toBe(code);
  spy.mockRestore();
  expect(err).toMatch(message);
});
