import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readPicture } from '../../../src/node/picture-file.ts';
import { RECIPE_KEYWORD, readPngText } from '../../../src/streams/settings/png-text.ts';
import { recipeFromText } from '../../../src/streams/settings/recipe-text.ts';
import { TINY_LAYERS, tinyFiles } from '../../support/tiny-network.ts';

const repository = fileURLToPath(new URL('../../../', import.meta.url));
/** Two octaves of the tiny network: 30 × 20 and 60 × 40. */
const recipe = ['--layers', 'tiny1', '--octaves', '-1..0', '--scale', '2', '--steps', '4', '--step-size', '0.03', '--precision', 'f32'];

let folder = '';
const at = (...names: readonly string[]): string => join(folder, ...names);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dream-'));
  const model = tinyFiles();
  await Promise.all(['model', 'trip'].map((name) => mkdir(at(name))));
  for (const path of ['model.json', ...TINY_LAYERS.map((name) => `${name}.bin`)]) {
    await writeFile(at('model', path), new Uint8Array(await model.read(path)));
  }
  const soft = sharp({
    create: { width: 60, height: 40, channels: 3, background: 'grey', noise: { type: 'gaussian', mean: 128, sigma: 20 } },
  });
  const whole = await soft.png().toBuffer();
  await writeFile(at('trip', 'sea.png'), whole);
  await writeFile(at('trip', 'turned.jpg'), await sharp(whole).withMetadata({ orientation: 6 }).jpeg().toBuffer());
  await writeFile(at('trip', 'cut.png'), whole.subarray(0, whole.length / 2));
  await writeFile(at('trip', 'dot.png'), await sharp(whole).resize(1, 1).png().toBuffer());
  await writeFile(at('trip', 'notes.txt'), 'nothing');
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function command(args: readonly string[]): readonly string[] {
  return ['scripts/run.js', 'src/node/dream.ts', ...args, '--model', at('model')];
}

async function dream(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  return await new Promise((resolve) => {
    const child = execFile(process.execPath, command(args), { cwd: repository, env: { ...process.env, ...env } }, (_, out, err) => {
      resolve({ code: child.exitCode, out, err });
    });
  });
}

/** The mean difference between two pictures’ values, of 255. */
async function difference(one: string, other: string): Promise<number> {
  const [a, b] = await Promise.all([readPicture(one), readPicture(other)]);
  expect(b).toMatchObject({ width: a.width, height: a.height });
  return a.data.reduce((sum, value, index) => sum + Math.abs(value - (b.data[index] ?? Number.NaN)), 0) / a.data.length;
}

test('a folder, is dreamt as far as it can be: what fails is named, and the rest goes on', async () => {
  const { code, out, err } = await dream([at('trip'), '-o', at('dreamt'), ...recipe]);
  expect(err).toContain(`Left out, as no pictures by their names: ${at('trip', 'notes.txt')}`);
  expect(err).toMatch(/cut\.png is damaged or ends too early/);
  expect(err).toMatch(/dot\.png: .*1 × 1/);
  expect(err).toContain('2 dreamt, 2 failed, 1 left out');
  expect(err).toMatch(/sea\.png: \d+ %.*octave 2 of 2 \(60 × 40\), step \d of 4, objective /);
  expect(out.split('\n')).toEqual([at('dreamt', 'sea.png'), at('dreamt', 'turned.png'), '']);
  expect(code).toBe(1);

  expect(await difference(at('trip', 'sea.png'), at('dreamt', 'sea.png'))).toBeGreaterThan(2);
  expect(await readPicture(at('dreamt', 'turned.png'))).toMatchObject({ width: 40, height: 60 });
  const text = readPngText(await readFile(at('dreamt', 'sea.png')), RECIPE_KEYWORD);
  expect(recipeFromText(text ?? '')).toMatchObject({
    objective: [{ layer: 'tiny1', kind: 'mean', weight: 1 }],
    octaves: { from: -1, to: 0, scale: 2 },
    steps: 4,
    stepSize: 0.03,
  });
});

test('the recipe in a dream, makes the same dream again; what is there is not replaced', async () => {
  const again = await dream([at('trip', 'sea.png'), '-o', at('again.png'), '--recipe', at('dreamt', 'sea.png'), '--precision', 'f32']);
  expect(again).toMatchObject({ code: 0, out: `${at('again.png')}\n` });
  expect(await difference(at('dreamt', 'sea.png'), at('again.png'))).toBe(0);
  const third = await dream([at('trip', 'sea.png'), '-o', at('again.png'), ...recipe]);
  expect(third.code).toBe(1);
  expect(third.err).toMatch(/again\.png exists already\. Name another file by -o, or replace it by --force\./);
});

test('Ctrl-C, writes the dream as far as it got, and begins no other', async () => {
  const long = [at('trip', 'sea.png'), at('trip', 'turned.jpg'), '-o', at('early'), ...recipe, '--steps', '10000'];
  const child = spawn(process.execPath, command(long), { cwd: repository });
  let err = '';
  child.stderr.on('data', (data: Buffer) => {
    err += data.toString();
    if (/step [1-9]\d* of|sea\.png: [1-9]\d* %|sea\.png: 0 %/.test(err) && !child.killed) child.kill('SIGINT');
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  expect(err).toMatch(/Ending: what there is will be written/);
  expect(err).toMatch(/sea\.png: ended early, after \d+ steps/);
  expect(code).toBe(130);
  expect(await readPicture(at('early', 'sea.png'))).toMatchObject({ width: 60, height: 40 });
  expect(existsSync(at('early', 'turned.png'))).toBe(false);
});

test.each([
  ['a layer that the model lacks', ['--layers', 'tiny9'], {}, 1, /tiny9/],
  [
    'no adapter',
    recipe,
    { VK_ICD_FILENAMES: '/nowhere.json' },
    1,
    /Expected a graphics adapter, found none\. Install a Vulkan driver .* Chromium/,
  ],
  ['a recipe that is none', ['--recipe', 'deep'], {}, 2, /Expected a recipe: tensorflow, .*“deep” came[^]*--help/],
  ['an empty folder', ['--recipe', 'keras', '--octaves', 'few'], {}, 2, /--octaves takes how many/],
] as const)('%s, ends with a message and its code', async (_, args, env, code, message) => {
  const outcome = await dream([at('trip', 'sea.png'), '-o', at('never.png'), ...args], env);
  expect(outcome.err).toMatch(message);
  expect(outcome).toMatchObject({ code, out: '' });
});
