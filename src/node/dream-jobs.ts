import { existsSync, realpathSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, dirname, extname, join, parse, resolve } from 'node:path';
import { UsageError } from './usage-error.ts';

/** A picture to dream, and the file to write. */
export interface DreamJob {
  readonly input: string;
  readonly output: string;
}

/** What there is to do. */
export interface DreamJobs {
  readonly jobs: readonly DreamJob[];
  /** What lies in a given folder and is no picture by its name. */
  readonly skipped: readonly string[];
}

/** A given path, and the pictures it stands for: itself, or what lies in the folder. */
interface Given {
  readonly path: string;
  readonly isFolder: boolean;
  readonly pictures: readonly string[];
  readonly others: readonly string[];
}

const extensions = new Set(['.jpg', '.jpeg', '.jpe', '.jfif', '.png', '.webp', '.avif']);

/**
 * Finds the pictures and names what is to be written: `out` itself where it is a file, `name.png` in it where it is a folder; where nothing is said,
 * `name-dream.png` beside a picture and a folder `name-dream` beside a folder. A given file is always taken, a folder's by its name.
 * @param others what else is read: the guide, the recipe's file
 * @throws UsageError where several pictures would go into one file, a file would be no PNG, or what is read would be overwritten by a dream
 */
export async function findJobs(paths: readonly string[], out?: string, others: readonly string[] = []): Promise<DreamJobs> {
  const given = await Promise.all(paths.map(look));
  const skipped = given.flatMap((each) => each.others);
  const single = given.length === 1 && given[0]?.isFolder === false;
  const wanted = given.flatMap((each) => each.pictures.map((input) => ({ input, output: target(each, input, single, out) })));
  const jobs = apart(wanted);
  const inputs = new Set([...jobs.map(({ input }) => input), ...others].map(real));
  const lost = jobs.find(({ output }) => inputs.has(real(output)));
  if (lost) throw new UsageError(`Expected another file to write than is read, but ${lost.output} is both. Name another one by -o.`);
  return { jobs, skipped };
}

async function look(path: string): Promise<Given> {
  if (!isFolder(path)) return { path, isFolder: false, pictures: [path], others: [] };
  const entries = await readdir(path, { withFileTypes: true });
  const names = entries.map((entry) => ({
    name: entry.name,
    taken: !entry.isDirectory() && extensions.has(extname(entry.name).toLowerCase()),
  }));
  names.sort((a, b) => (a.name < b.name ? -1 : 1));
  const some = (taken: boolean): readonly string[] => names.filter((each) => each.taken === taken).map(({ name }) => join(path, name));
  return { path, isFolder: true, pictures: some(true), others: some(false) };
}

function target(given: Given, input: string, single: boolean, out: string | undefined): string {
  const { name } = parse(input);
  if (out === undefined) {
    return given.isFolder ? join(`${resolve(given.path)}-dream`, `${name}.png`) : join(dirname(input), `${name}-dream.png`);
  }
  if (!single || /[\\/]$/.test(out) || isFolder(out)) return join(folderAt(out), `${name}.png`);
  if (extname(out).toLowerCase() === '.png') return out;
  throw new UsageError(
    `Expected a .png file to write, or a folder that exists, but ${out} came. Dreams are written as PNG: end it with .png.`,
  );
}

function folderAt(out: string): string {
  if (!existsSync(out) || isFolder(out)) return out;
  throw new UsageError(`Expected a folder to write several pictures to, but ${out} is a file. Name a folder by -o.`);
}

/** Gives pictures of one name (a.jpg, a.png) files of their own: a.png, a.png.png. */
function apart(jobs: readonly DreamJob[]): readonly DreamJob[] {
  const taken = new Set<string>();
  return jobs.map(({ input, output }) => {
    const folder = dirname(output);
    const { name } = parse(output);
    const further = (count: number): string => join(folder, `${name}-${String(count)}.png`);
    let free = output;
    for (let count = 1; taken.has(key(free)); count++) free = count === 1 ? join(folder, `${basename(input)}.png`) : further(count);
    taken.add(key(free));
    return { input, output: free };
  });
}

/** Some file systems take A.png and a.png for one. */
const key = (path: string): string => resolve(path).toLowerCase();

const real = (path: string): string => (existsSync(path) ? realpathSync(path) : resolve(path));

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
