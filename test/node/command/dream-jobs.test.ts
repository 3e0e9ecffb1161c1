import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findJobs } from '../../../src/node/dream-jobs.ts';
import { UsageError } from '../../../src/node/usage-error.ts';

let folder = '';
const at = (...names: readonly string[]): string => join(folder, ...names);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jobs-'));
  await mkdir(at('trip', 'more.png'), { recursive: true });
  await mkdir(at('empty'));
  for (const name of ['b.JPG', 'a.png', 'a.webp', 'notes.txt', '.hidden']) await writeFile(at('trip', name), '');
  for (const name of ['sea.jpeg', 'sea.png']) await writeFile(at(name), '');
  await symlink(at('sea.png'), at('same.png'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** Input and output, without the folder they are in. */
async function jobsOf(paths: readonly string[], out?: string): Promise<readonly string[]> {
  const { jobs } = await findJobs(
    paths.map((path) => at(path)),
    out,
  );
  return jobs.map(({ input, output }) => `${input} > ${output}`.replaceAll(`${folder}/`, ''));
}

describe('what is read and written', () => {
  test('one picture, is written beside it, or where it is said', async () => {
    expect(await jobsOf(['sea.jpeg'])).toEqual(['sea.jpeg > sea-dream.png']);
    expect(await jobsOf(['sea.jpeg'], at('dream.PNG'))).toEqual(['sea.jpeg > dream.PNG']);
    expect(await jobsOf(['sea.jpeg'], at('empty'))).toEqual(['sea.jpeg > empty/sea.png']);
    expect(await jobsOf(['sea.jpeg'], `${at('new')}/`)).toEqual(['sea.jpeg > new/sea.png']);
  });

  test('a picture that is not there, is a job all the same: it fails by its name', async () => {
    expect(await jobsOf(['none.jpg'])).toEqual(['none.jpg > none-dream.png']);
  });

  test('a folder, gives its pictures in order, each a file of its own, and says what is left out', async () => {
    expect(await jobsOf(['trip'])).toEqual([
      'trip/a.png > trip-dream/a.png',
      'trip/a.webp > trip-dream/a.webp.png',
      'trip/b.JPG > trip-dream/b.png',
    ]);
    const { skipped } = await findJobs([`${at('trip')}/`]);
    expect(skipped).toEqual([at('trip', '.hidden'), at('trip', 'more.png'), at('trip', 'notes.txt')]);
  });

  test('a folder and a picture, go to one folder', async () => {
    expect(await jobsOf(['sea.jpeg', 'sea.png', 'trip'], at('all'))).toEqual([
      'sea.jpeg > all/sea.png',
      'sea.png > all/sea.png.png',
      'trip/a.png > all/a.png',
      'trip/a.webp > all/a.webp.png',
      'trip/b.JPG > all/b.png',
    ]);
  });

  test('the same picture three times, is written to three files', async () => {
    expect(await jobsOf(['sea.png', 'sea.png', 'sea.png'], at('all'))).toEqual([
      'sea.png > all/sea.png',
      'sea.png > all/sea.png.png',
      'sea.png > all/sea-2.png',
    ]);
  });

  test('an empty folder, is nothing to do', async () => {
    expect(await findJobs([at('empty')])).toEqual({ jobs: [], skipped: [] });
  });
});

describe('what is refused', () => {
  test.each([
    ['a file that is no PNG', ['sea.jpeg'], 'dream.jpg', /Expected a \.png file to write, or a folder that exists, but .*dream\.jpg came/],
    ['one file for several pictures', ['sea.jpeg', 'sea.png'], 'trip/notes.txt', /Expected a folder .* but .*notes\.txt is a file/],
    ['the picture itself', ['sea.png'], 'sea.png', /but .*sea\.png is both/],
    ['the picture by another name', ['sea.png'], 'same.png', /but .*same\.png is both/],
    ['another picture of the run', ['sea.jpeg', 'sea.png'], '.', /but .*sea\.png is both/],
  ])('%s, is told', async (_, paths, out, message) => {
    const refused = findJobs(
      paths.map((path) => at(path)),
      at(out),
    );
    await expect(refused).rejects.toThrow(UsageError);
    await expect(refused).rejects.toThrow(message);
  });

  test('the guide or the recipe that is read, is told, by any name it has', async () => {
    for (const read of ['sea.png', 'same.png']) {
      const refused = findJobs([at('sea.jpeg')], at('sea.png'), ['keras', at(read)]);
      await expect(refused).rejects.toThrow(UsageError);
      await expect(refused).rejects.toThrow(/but .*sea\.png is both/);
    }
    expect((await findJobs([at('sea.jpeg')], at('sea.png'), ['keras', at('trip', 'a.png')])).jobs).toHaveLength(1);
  });
});
