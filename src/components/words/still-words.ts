import { snapshotName } from '../dream-app/save.ts';
import type { SourceRequest, StillOrder, StillOutcome, StillPicture, StillRun } from '../../streams/index.ts';

/** A size in pixels: `487 × 650 px`. */
export function sizeInWords(width: number, height: number): string {
  return `${String(width)}\u00a0×\u00a0${String(height)}\u00a0px`;
}

/** How far a run is: `Octave 2 of 5 · step 30 of 100`. */
export function progressInWords({ progress }: StillRun): string {
  if (progress === null) return 'Getting the network ready';
  const { octave, octaves, step, steps } = progress;
  return `Octave ${String(octave)} of ${String(octaves)} · step ${String(step)} of ${String(steps)}`;
}

/** How much of a run is done, 0 to 1; `null` before it has begun. An octave counts by its pixels. */
export function shareDone({ plan, progress }: StillRun): number | null {
  if (plan === null || progress === null) return null;
  const work = plan.octaves.map(({ width, height }) => width * height);
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const done = sum(work.slice(0, progress.octave - 1)) + ((work[progress.octave - 1] ?? 0) * progress.step) / progress.steps;
  return done / sum(work);
}

/** A wait in words: `2 min 10 s left`. */
export function timeLeftInWords(milliseconds: number | null): string {
  if (milliseconds === null) return '';
  return `${durationInWords(milliseconds)} left`;
}

/** A duration, coarser the longer it is: `8 s`, `2 min 10 s`, `1 h 5 min`. */
export function durationInWords(milliseconds: number): string {
  const seconds = Math.max(1, Math.round(milliseconds / 1000));
  if (seconds < 60) return `${String(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 10) return `${String(minutes)} min ${String(Math.floor((seconds % 60) / 10) * 10)} s`;
  if (minutes < 60) return `${String(minutes)} min`;
  return `${String(Math.floor(minutes / 60))} h ${String(minutes % 60)} min`;
}

/** One sentence for each octave that is not dreamt, or not in the tiles that the recipe asks for. */
export function leftOutInWords({ plan }: Pick<StillRun, 'plan'>): readonly string[] {
  const leftOut = (plan?.leftOut ?? []).map(({ width, height, why }) => `Left out: ${sizeInWords(width, height)}. ${why}`);
  const smaller = (plan?.octaves ?? []).filter(({ fallback }) => fallback);
  return [
    ...leftOut,
    ...smaller.map(
      ({ width, height, tiles }) =>
        `${sizeInWords(width, height)} is dreamt in ${String(tiles)} tiles, as there is no memory for larger ones.`,
    ),
  ];
}

/** The sizes that a picture can be dreamt at: its own and those that halve it, as long sides; `null` is its own. */
export function sizesOf({ width, height }: StillPicture): readonly { readonly longest: number | null; readonly label: string }[] {
  const long = Math.max(width, height);
  const smaller = [4096, 2048, 1024, 512].filter((side) => side < long);
  const labelOf = (side: number): string => sizeInWords(Math.round((width * side) / long), Math.round((height * side) / long));
  return [
    { longest: null, label: `Full size, ${sizeInWords(width, height)}` },
    ...smaller.map((side) => ({ longest: side, label: labelOf(side) })),
  ];
}

/** What became of it, in a sentence. */
export function outcomeInWords({ cancelled, width, height }: StillOutcome, { name }: StillOrder): string {
  const size = sizeInWords(width, height);
  return cancelled ? `Stopped early; what there was is kept, at ${size}.` : `${name}, at ${size}.`;
}

/** How the endings of videos' names go. */
const VIDEO = /\.(?:mp4|m4v|mov|webm|mkv|avi|ogv)$/i;

/** What a still of what is shown would be of. */
export function shownInWords(source: SourceRequest): string {
  switch (source.kind) {
    case 'camera':
      return 'Freeze the camera';
    case 'screen':
      return 'Freeze the screen';
    case 'demo':
      return 'Freeze the clouds';
    case 'file':
      return VIDEO.test(source.name) ? 'Freeze the video' : 'This picture, at full size';
    default:
      return source satisfies never;
  }
}

/** What a still is saved as: `holiday-dream.png`; of what had no file, `pareidolia-2026-11-23-19-05-07.png`. */
export function stillName(picture: string, date: Date): string {
  const stem = /^(.+)\.\w{2,5}$/.exec(picture)?.[1];
  return stem === undefined ? snapshotName(date) : `${stem.replace(/-dream$/, '')}-dream.png`;
}
