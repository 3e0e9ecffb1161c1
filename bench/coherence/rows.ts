import { join } from 'node:path';
import type { DreamtFrame } from './dream/film.ts';
import type { Network } from './dream/network.ts';
import { measureRow } from './measure/row.ts';
import { Motions } from './measure/truth.ts';
import { paramsOf } from './modes.ts';
import type { Mode } from './modes.ts';
import type { Options } from './options.ts';
import { besides, dreamOf, savePng, stacked } from './pictures.ts';
import type { Bitmap } from './pictures.ts';
import type { Row } from './report.ts';
import { foreman, foremanFile, hasForeman } from './sequences/foreman.ts';
import type { Sequence } from './sequences/sequence.ts';
import { sequenceOf, USUAL_SIZE } from './sequences.ts';
import type { Store } from './store.ts';

/** How many frames of a line the contact sheet shows. */
const SHOWN = 6;

/** What measuring rows needs. */
export interface Bench {
  readonly device: GPUDevice;
  readonly network: Network;
  readonly options: Options;
  readonly store: Store;
  readonly say: (line: string) => void;
}

/** Every sequence in every mode that was asked for; also draws their contact sheet, where that was asked for. */
export async function measureRows(bench: Bench): Promise<readonly Row[]> {
  const { options, say } = bench;
  const rows: Row[] = [];
  const lines: Bitmap[] = [];
  for (const name of options.sequences) {
    if (name === 'foreman' && !hasForeman()) {
      say(`foreman: left out, there is no ${foremanFile()}. Point PAREIDOLIA_DATA at the folder that has it.`);
      continue;
    }
    const sequence = name === 'foreman' ? await foreman(options.count) : sequenceOf(name, { ...USUAL_SIZE, frames: options.count });
    const motions = new Motions(sequence);
    for (const mode of options.modes) {
      const { row, line } = await measure(bench, sequence, motions, mode);
      rows.push(row);
      if (line) lines.push(line);
    }
  }
  if (options.sheet !== undefined && lines.length > 0) await savePng(options.sheet, stacked(lines));
  return rows;
}

async function measure(
  { device, network, options, store, say }: Bench,
  sequence: Sequence,
  motions: Motions,
  mode: Mode,
): Promise<{ readonly row: Row; readonly line: Bitmap | null }> {
  const { step: multiplier, strength, count } = options;
  const settings = {
    network: network.name,
    params: paramsOf(mode, sequence, network.objective),
    most: mode.frames,
    count,
    multiplier,
    strength,
  };
  const { value, picture } = await store.once(`${sequence.name}-${mode.name}`, settings, async () => {
    say(`${sequence.name}, ${mode.label} …`);
    const album = new Album(sequence, mode, options.frames);
    const watch = (frame: DreamtFrame): void => album.add(frame);
    const row = await measureRow(sequence, motions, mode, { device, network, multiplier, strength, watch, say });
    await album.written();
    return { value: row, picture: album.line() };
  });
  return { row: value, line: picture };
}

/** The pictures of one sequence in one mode, as it was dreamt last. */
class Album {
  readonly #shown = new Map<number, Bitmap>();
  readonly #every: number;
  readonly #folder: string | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(sequence: Sequence, mode: Mode, folder: string | undefined) {
    this.#folder = folder === undefined ? undefined : join(folder, `${sequence.name}-${mode.name}`);
    this.#every = Math.max(1, Math.floor(Math.min(sequence.frames, mode.frames ?? sequence.frames) / SHOWN));
  }

  add({ t, pixels, detail }: DreamtFrame): void {
    const dream = dreamOf(pixels, detail);
    if (t % this.#every === this.#every - 1) this.#shown.set(t, dream);
    const folder = this.#folder;
    if (folder === undefined) return;
    const name = String(t).padStart(4, '0');
    this.#writing = this.#writing.then(async () => {
      await savePng(join(folder, `${name}-dream.png`), dream);
      await savePng(join(folder, `${name}-raw.png`), { ...dream, data: pixels });
    });
  }

  line(): Bitmap {
    return besides([...this.#shown.values()].slice(0, SHOWN));
  }

  /** @throws what kept a picture from being written */
  async written(): Promise<void> {
    await this.#writing;
  }
}
