/** Where words are kept from visit to visit: `localStorage`, or anything alike. */
export type Memory = Pick<Storage, 'getItem' | 'setItem'>;

const KEY = 'pareidolia.sections';

/** Which sections of the panel stood open. Without a memory, or one that may not be read, none did. */
export function readSections(memory: Memory | undefined): readonly string[] {
  try {
    return (memory?.getItem(KEY) ?? '').split(',').filter((name) => name !== '');
  } catch {
    return [];
  }
}

/** Keeps which sections stand open, as far as the memory lets us. */
export function writeSections(memory: Memory | undefined, open: Iterable<string>): void {
  try {
    memory?.setItem(KEY, [...open].join(','));
  } catch {
    // It is full or forbidden: the sections are merely closed next time.
  }
}
