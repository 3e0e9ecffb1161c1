import { type Picture8, Still, type StillRecipe } from '../../engine/index.ts';
import { CodedError, codeOf, messageOf } from '../coded-error.ts';
import { RECIPE_KEYWORD, writePngText } from '../settings/png-text.ts';
import { recipeToText } from '../settings/recipe-text.ts';
import type { StillGround } from './engine-keeper.ts';
import type { CaughtFrame } from './frame-catch.ts';
import { type Brought, SHOWN_SIDE, brought, freeze, pictureAt, pixelsOf, pngOf, readPicture, shownOf, smaller } from './still-picture.ts';
import type { StillAsk, StillSource, StillTell } from './still-protocol.ts';

/** The long side of the picture that grows on the page, in pixels. */
const PREVIEW_SIDE = 1280;

type Open = Extract<StillAsk, { kind: 'open' }>;
type Run = Extract<StillAsk, { kind: 'run' }>;

/** What the host needs of its worker. */
export interface StillSurroundings {
  tell(tell: StillTell): void;
  /** Resolves when there is a device to dream on. @throws CodedError `no-engine` when there will be none */
  ground(): Promise<StillGround>;
  /** The file that is the source, or its address; `null` where the source is none. */
  file(): Blob | string | null;
  /** The frame that is shown; the caller closes it. @throws CodedError `nothing-shown` */
  frame(): Promise<CaughtFrame>;
  /** The live dream's guide: recipes with guided terms climb toward it. */
  guide(): Picture8 | null;
}

/** A picture as it came, what it was read from, and the recipe inside it. */
interface Came extends Brought {
  readonly picture: ImageBitmap;
  readonly file: Blob | null;
}

/** What was dreamt, and by what. */
interface Dreamt {
  /** Its PNG, where it was dreamt in a worker that was lost and has not been wanted since. */
  readonly picture: Picture8 | Blob;
  readonly recipe: StillRecipe;
}

/** The worker's side of the still studio: holds the picture and the result, and runs one still at a time. */
export class StillHost {
  readonly #surroundings: StillSurroundings;
  /** A file where it came in a worker that was lost and has not been wanted since. */
  #picture: ImageBitmap | Blob | null = null;
  #result: Dreamt | null = null;
  #still: Still | null = null;
  #paused = false;
  /** Counts what was begun: what is not the newest any more is dropped. */
  #turn = 0;
  /** The same of pictures: one that is being opened ends nothing until it is there. */
  #openings = 0;

  constructor(surroundings: StillSurroundings) {
    this.#surroundings = surroundings;
  }

  /** Does what the page asks. */
  handle(ask: StillAsk): void {
    switch (ask.kind) {
      case 'open':
        void this.#tryToOpen(ask);
        return;
      case 'run':
        this.#openings++;
        void this.#attempt(ask.id, async () => {
          await this.#run(ask);
        });
        return;
      case 'restore':
        this.end();
        this.#picture = ask.picture;
        this.#result = ask.result;
        return;
      case 'pause':
        this.#setPaused(ask.paused);
        return;
      case 'cancel':
        if (this.#still === null) this.#begin();
        else this.#still.cancel();
        return;
      case 'save':
        void this.#save(ask.id);
        return;
      case 'close':
        this.end();
        return;
      default:
        ask satisfies never;
    }
  }

  /** Ends the run and frees everything. */
  end(): void {
    this.#begin();
    this.#openings++;
    this.#takePicture(null);
  }

  /** Another picture takes the place of the one before, and of what was dreamt of it. */
  #takePicture(picture: ImageBitmap | null): void {
    if (this.#picture instanceof ImageBitmap) this.#picture.close();
    this.#picture = picture;
    this.#result = null;
  }

  /** Ends what is under way. @returns the number of what begins */
  #begin(): number {
    this.#still?.destroy();
    this.#still = null;
    this.#paused = false;
    return ++this.#turn;
  }

  /** A failure is told; that of something that was ended meanwhile is of no interest. */
  async #attempt(id: number, act: () => Promise<void>): Promise<void> {
    const turn = this.#begin();
    try {
      await act();
    } catch (error) {
      if (turn !== this.#turn) return;
      this.#begin();
      this.#surroundings.tell({ kind: 'failed', id, code: codeOf(error, 'device-failed'), message: messageOf(error) });
    }
  }

  async #tryToOpen({ id, source }: Open): Promise<void> {
    const opening = ++this.#openings;
    try {
      await this.#open(opening, id, source);
    } catch (error) {
      if (opening !== this.#openings) return;
      this.#surroundings.tell({ kind: 'failed', id, code: codeOf(error, 'file-undecodable'), message: messageOf(error) });
    }
  }

  async #open(opening: number, id: number, source: StillSource): Promise<void> {
    const { picture, ...inside } = source.kind === 'file' ? await this.#read(source.file) : await this.#shown();
    const bitmap = await smaller(picture, SHOWN_SIDE).catch((cause: unknown) => {
      const { width, height } = picture;
      picture.close();
      throw new CodedError('picture-too-large', `It has ${String(width)} × ${String(height)} pixels.`, { cause });
    });
    if (opening !== this.#openings) {
      picture.close();
      bitmap.close();
      return;
    }
    this.#begin();
    this.#takePicture(picture);
    this.#surroundings.tell({ kind: 'opened', id, width: picture.width, height: picture.height, bitmap, ...inside });
  }

  async #read(file: Blob): Promise<Came> {
    return { file, picture: await readPicture(file), ...(await brought(file)) };
  }

  /** Of a picture the file itself, at its full size; of anything else the frame that is shown. */
  async #shown(): Promise<Came> {
    const file = this.#surroundings.file();
    const picture = file === null ? null : await pictureAt(file);
    if (picture !== null) return await this.#read(picture);
    return { picture: freeze(await this.#surroundings.frame()), file: null, recipe: null };
  }

  async #run({ id, recipe, longest, from }: Run): Promise<void> {
    const turn = this.#turn;
    const tell = (message: StillTell): void => {
      this.#surroundings.tell(message);
    };
    const [ground, picture] = await Promise.all([this.#surroundings.ground(), this.#pixels(longest, from)]);
    if (turn !== this.#turn) return;
    const guide = recipe.objective.some(({ kind }) => kind === 'guide') ? this.#surroundings.guide() : null;
    const still = await Still.create({
      ...ground,
      ...(guide && { guide }),
      picture,
      recipe,
      previewSize: PREVIEW_SIDE,
      onProgress: (progress) => {
        if (turn === this.#turn) tell({ kind: 'progress', id, progress });
      },
      onPreview: (preview) => void this.#preview(turn, id, preview),
    });
    if (turn !== this.#turn) {
      still.destroy();
      return;
    }
    this.#still = still;
    if (this.#paused) still.pause();
    tell({ kind: 'begun', id, plan: still.plan });
    await this.#finish(turn, id, recipe, still);
  }

  async #finish(turn: number, id: number, recipe: StillRecipe, still: Still): Promise<void> {
    const { picture, cancelled, objective } = await still.run();
    if (turn !== this.#turn) return;
    // First of all it is kept: hours may lie in it, and it can be saved though it cannot be shown.
    const dreamt = !cancelled || objective.length > 0;
    if (dreamt) this.#result = { picture, recipe };
    const bitmap = await shownOf(picture).catch(() => null);
    if (turn !== this.#turn) {
      bitmap?.close();
      return;
    }
    this.#begin();
    const { width, height } = picture;
    this.#surroundings.tell({ kind: 'done', id, width, height, bitmap, cancelled, objective });
    if (dreamt) await this.#keep(id);
  }

  /** Gives the page the PNG, where it outlives this worker. What cannot be made now is told when it is asked for. */
  async #keep(id: number): Promise<void> {
    const png = await this.#png().catch(() => null);
    if (png !== null) this.#surroundings.tell({ kind: 'kept', id, png });
  }

  async #preview(turn: number, id: number, preview: Picture8): Promise<void> {
    const bitmap = await shownOf(preview);
    if (turn === this.#turn) this.#surroundings.tell({ kind: 'preview', id, bitmap });
    else bitmap.close();
  }

  async #pixels(longest: number | null, from: Run['from']): Promise<Picture8> {
    if (from === 'result') return await this.#resultPixels();
    const picture = await this.#wholePicture();
    if (longest === null) return pixelsOf(picture);
    const resized = await smaller(picture, longest);
    try {
      return pixelsOf(resized);
    } finally {
      resized.close();
    }
  }

  /** The picture at its own size, read first where only its file is there. */
  async #wholePicture(): Promise<ImageBitmap> {
    const picture = this.#picture;
    if (picture === null) throw new CodedError('picture-gone', 'There is no picture to dream.');
    if (picture instanceof ImageBitmap) return picture;
    const read = await readPicture(picture);
    if (this.#picture === picture) {
      this.#picture = read;
      return read;
    }
    read.close();
    return await this.#wholePicture();
  }

  async #resultPixels(): Promise<Picture8> {
    const result = this.#result;
    if (result === null) throw new CodedError('picture-gone', 'There is no still to dream on from.');
    if (!(result.picture instanceof Blob)) return result.picture;
    const bitmap = await readPicture(result.picture);
    try {
      const picture = pixelsOf(bitmap);
      if (this.#result === result) this.#result = { ...result, picture };
      return picture;
    } finally {
      bitmap.close();
    }
  }

  #setPaused(paused: boolean): void {
    this.#paused = paused;
    if (paused) this.#still?.pause();
    else this.#still?.resume();
  }

  async #save(id: number): Promise<void> {
    try {
      this.#surroundings.tell({ kind: 'saved', id, png: await this.#png(), message: '' });
    } catch (error) {
      this.#surroundings.tell({ kind: 'saved', id, png: null, message: messageOf(error) });
    }
  }

  /** The result with its recipe inside. */
  async #png(): Promise<Blob> {
    if (this.#result === null) throw new CodedError('nothing-dreamt', 'There is no still to save.');
    const { picture, recipe } = this.#result;
    if (picture instanceof Blob) return picture;
    const png = new Uint8Array(await (await pngOf(picture)).arrayBuffer());
    return new Blob([writePngText(png, RECIPE_KEYWORD, recipeToText(recipe))], { type: 'image/png' });
  }
}
