import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readOptions } from '../../../src/node/dream-options.ts';
import { dreamUsage } from '../../../src/node/dream-usage.ts';
import { changeRecipe } from '../../../src/node/recipe-changes.ts';
import type { RecipeChanges } from '../../../src/node/recipe-changes.ts';
import { findRecipe } from '../../../src/node/recipe-source.ts';
import { RECIPE_KEYWORD, writePngText } from '../../../src/streams/settings/png-text.ts';
import { recipeToText } from '../../../src/streams/settings/recipe-text.ts';
import { RECIPES, recipeOf } from '../../../src/streams/settings/recipes.ts';

const [plain, withOctaves] = [RECIPES[0].recipe, RECIPES[1].recipe];

/** The recipe that a command line asks for, of the tutorial's with octaves. */
function changed(...args: readonly string[]): unknown {
  const options = readOptions(['a.png', ...args]);
  return options === 'help' ? options : changeRecipe(withOctaves, options.changes);
}

describe('the command line, read', () => {
  test('a picture alone, is dreamt by the tutorial with octaves at its own size', () => {
    expect(readOptions(['a.png'])).toEqual({
      paths: ['a.png'],
      out: undefined,
      recipe: 'tensorflow-octaves',
      changes: {},
      guide: undefined,
      size: Infinity,
      model: 'inception-v3',
      precision: 'auto',
      force: false,
    });
  });

  test('the short options, are the long ones', () => {
    expect(readOptions(['a.png', 'b', '-o', 'c', '-r', 'keras', '-s', '300', '-f'])).toMatchObject({
      paths: ['a.png', 'b'],
      out: 'c',
      recipe: 'keras',
      size: 300,
      force: true,
    });
  });

  test.each([['--help'], ['-h'], ['a.png', '--help']])('%s, asks for help', (...args) => {
    expect(readOptions(args)).toBe('help');
  });

  test.each([
    [[], /Expected a picture or a folder of pictures to dream, but none was named/],
    [['a.png', '--colour', 'red'], /Unknown option '--colour'/],
    [['a.png', '--steps'], /'--steps <value>' argument missing/],
    [['a.png', '--size', '0'], '--size takes a whole number of pixels, such as 1024, but “0” came.'],
    [['a.png', '--precision', 'f64'], '--precision takes auto, f32, f16, but “f64” came.'],
  ])('%o, is refused', (args, message) => {
    expect(() => readOptions(args)).toThrow(message);
  });
});

describe('a recipe, changed on the command line', () => {
  test('nothing said, stays as it is', () => {
    expect(changed()).toEqual(withOctaves);
  });

  test('all that can be said, is in it', () => {
    const numbers = ['--steps', '7', '--step-size', '.5', '--scale', '1.2', '--tile', '64', '--jitter', 'tile', '--seed', '9'];
    const rule = ['--normalise', 'rms', '--smoothing', '1.5', '--laplacian', '4', '--variation', '.1'];
    expect(changed('--layers', 'mixed2:1,mixed4:-.5', '--carry', 'detail', '--octaves', '-3..1', ...numbers, ...rule)).toEqual({
      objective: [
        { layer: 'mixed2', kind: 'mean', weight: 1 },
        { layer: 'mixed4', kind: 'mean', weight: -0.5 },
      ],
      rule: { normalise: 'rms', smoothing: 1.5, laplacian: 4, variation: 0.1 },
      steps: 7,
      stepSize: 0.5,
      octaves: { from: -3, to: 1, scale: 1.2 },
      carry: 'detail',
      tile: 64,
      jitter: 'tile',
      stopAt: null,
      seed: 9,
    });
  });

  test.each([
    ['3', -2, 0],
    ['1', 0, 0],
    ['21', -20, 0],
    ['0..3', 0, 3],
    ['-2..-1', -2, -1],
  ])('octaves %s, are %i to %i', (text, from, to) => {
    expect(changed('--octaves', text)).toMatchObject({ octaves: { from, to, scale: 1.3 } });
  });

  test('a tile of none, is the whole picture', () => {
    expect(changeRecipe(recipeOf('tensorflow-tiled')?.recipe ?? plain, { tile: 'none', jitter: '0' })).toMatchObject({
      tile: null,
      jitter: 0,
    });
  });

  test('an objective, is read by its terms', () => {
    expect(changed('--objective', 'mixed4:channel=100:2,mixed3:energy')).toMatchObject({
      objective: [
        { layer: 'mixed4', kind: 'channel', channel: 100, weight: 2 },
        { layer: 'mixed3', kind: 'energy', weight: 1 },
      ],
    });
  });

  test.each<readonly [RecipeChanges, string]>([
    [{ steps: 'many' }, '--steps takes a number, but “many” came.'],
    [{ steps: '' }, '--steps takes a number, but “” came.'],
    [{ steps: '0' }, '“steps” takes a whole number from 1 to 10000, but 0 came.'],
    [{ 'step-size': 'Infinity' }, '“stepSize” takes a number above 0, at most 2, but Infinity came.'],
    [{ tile: 'big' }, '--tile takes a number or none, but “big” came.'],
    [{ jitter: 'tile' }, '“jitter” is "tile", but there are no tiles'],
    [{ octaves: '0' }, '--octaves takes how many, from 1 to 21, or a range within -20..20, such as -2..2, but “0” came.'],
    [{ octaves: '22' }, '--octaves takes how many, from 1 to 21, or a range within -20..20, such as -2..2, but “22” came.'],
    [{ octaves: '-2..21' }, 'or a range within -20..20, such as -2..2, but “-2..21” came.'],
    [{ octaves: '-21..2' }, 'or a range within -20..20, such as -2..2, but “-21..2” came.'],
    [{ octaves: '1..' }, 'or a range within -20..20, such as -2..2, but “1..” came.'],
    [{ octaves: '2..-2' }, '“octaves” takes the smallest first, but from 2 to -2 came.'],
    [{ layers: 'mixed3:x' }, '--layers takes layers such as mixed3:1,mixed5:0.5, but “mixed3:x” came.'],
    [{ layers: 'mixed3', objective: 'mixed3:mean' }, 'Expected --layers or --objective, but both came.'],
    [{ normalise: 'max' }, '“rule.normalise” takes "std", "mean-abs" or "rms", but "max" came.'],
  ])('%o, is refused', (changes, message) => {
    expect(() => changeRecipe(plain, changes)).toThrow(message);
  });
});

describe('where a recipe comes from', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'recipes-'));
    const png = await sharp({ create: { width: 2, height: 2, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    await writeFile(join(folder, 'plain.png'), png);
    await writeFile(join(folder, 'dreamt.png'), writePngText(png, RECIPE_KEYWORD, recipeToText(plain)));
    await writeFile(join(folder, 'mine.json'), recipeToText({ ...plain, steps: 3 }));
    await writeFile(join(folder, 'wrong.json'), '{ "steps": 3 }');
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
  });

  test('a name, a JSON file or a dreamt PNG, is taken', async () => {
    expect(await findRecipe('tensorflow-octaves')).toEqual(withOctaves);
    expect(await findRecipe(join(folder, 'dreamt.png'))).toEqual(plain);
    expect(await findRecipe(join(folder, 'mine.json'))).toEqual({ ...plain, steps: 3 });
  });

  test.each([
    ['tensorflou', /^Expected a recipe: tensorflow, tensorflow-octaves, .*but “.*tensorflou” came\.$/],
    ['plain.png', /plain\.png: Expected a PNG with a recipe inside, but it has none/],
    ['wrong.json', /wrong\.json: “objective” is missing in the recipe/],
  ])('%s, is none', async (name, message) => {
    await expect(findRecipe(join(folder, name))).rejects.toThrow(message);
  });
});

test('the help, names every option and recipe, in lines that a terminal can show', () => {
  const usage = dreamUsage();
  for (const name of [
    'layers',
    'objective',
    'steps',
    'step-size',
    'octaves',
    'scale',
    'tile',
    'jitter',
    'seed',
    'size',
    'precision',
    'model',
  ]) {
    expect(usage).toContain(`--${name} `);
  }
  for (const { id, name } of RECIPES) expect(usage).toMatch(new RegExp(`^  ${id} +${name}\\.`, 'm'));
  expect(Math.max(...usage.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
});
