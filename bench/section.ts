import { readFile, writeFile } from 'node:fs/promises';

const open = (name: string): string => `<!-- ${name} -->`;
const close = (name: string): string => `<!-- /${name} -->`;

/** The file's text with `body` in the named section, which is put at its end where there is none yet. */
export function withSection(text: string, name: string, body: string): string {
  const section = `${open(name)}\n\n${body.trim()}\n\n${close(name)}`;
  const [from, to] = [text.indexOf(open(name)), text.indexOf(close(name))];
  if (from < 0 || to < from) return `${text.trimEnd()}${text.trim() === '' ? '' : '\n\n'}${section}\n`;
  return text.slice(0, from) + section + text.slice(to + close(name).length);
}

/** What one section of the file says; `null` where it has no such section. */
export function sectionOf(text: string, name: string): string | null {
  const [from, to] = [text.indexOf(open(name)), text.indexOf(close(name))];
  return from < 0 || to < from ? null : text.slice(from + open(name).length, to).trim();
}

/** The names of all sections, in their order. */
export const sectionsOf = (text: string): readonly string[] =>
  [...text.matchAll(/^<!-- ([\w-]+) -->$/gm)].flatMap(([, name]) => (name === undefined ? [] : [name]));

/** Puts `body` into the named section of a file, which is made where there is none. */
export async function putSection(path: string, name: string, body: string): Promise<void> {
  const before = await readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  });
  await writeFile(path, withSection(before, name, body));
}
