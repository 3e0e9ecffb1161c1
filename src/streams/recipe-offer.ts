import { version } from '../../package.json';
import { messageOf } from './coded-error.ts';
import type { NoticeBoard } from './notice-board.ts';
import { LIVE_RECIPE_KEYWORD, type LiveRecipe, liveRecipeFromText, liveRecipeToText, lookOf } from './settings/live-recipe.ts';
import { writePngText } from './settings/png-text.ts';
import type { Settings } from './settings/schema.ts';
import { sha256Of } from './sha256.ts';
import type { Notice } from './states.ts';
import { textInside } from './text-inside.ts';
import type { ModelEntry } from './worker/catalogue.ts';

const NOTICE = 'recipe';

export interface RecipeSurroundings {
  readonly board: NoticeBoard;
  settings(): Settings;
  /** What is dreamt with; `null` where nothing is dreamt. */
  model(): ModelEntry | null;
  set(partial: Partial<Settings>): Promise<void>;
}

/** Puts the recipe of the live dream into its snapshots, and offers the one that an opened picture has inside. */
export class RecipeOffer {
  readonly #surroundings: RecipeSurroundings;
  /** What was opened last; `null` where it was no file. */
  #file: File | null = null;

  constructor(surroundings: RecipeSurroundings) {
    this.#surroundings = surroundings;
  }

  /** A PNG that is being taken, with the recipe of this moment inside; as it is where nothing is dreamt. */
  async into(taking: Promise<Blob>): Promise<Blob> {
    const model = this.#surroundings.model();
    const settings = this.#surroundings.settings();
    const [png, sha256] = await Promise.all([taking, hashOf(model)]);
    if (model === null || sha256 === null) return png;
    const text = liveRecipeToText(settings, { name: model.name, sha256 }, version);
    const bytes = writePngText(new Uint8Array(await png.arrayBuffer()), LIVE_RECIPE_KEYWORD, text);
    return new Blob([bytes], { type: png.type });
  }

  /** Another source is chosen: what was offered for a picture is offered no more. */
  withdraw(): void {
    this.#file = null;
    this.#surroundings.board.take(NOTICE);
  }

  /** Offers what the file has inside, where the dream is not so already; one that cannot be read is told. */
  async lookInto(file: File): Promise<void> {
    this.#file = file;
    const notice = await this.#noticeOf(file);
    // Another may be open by now.
    if (notice !== null && this.#file === file) this.#surroundings.board.put({ id: NOTICE, ...notice });
  }

  async #noticeOf(file: File): Promise<Omit<Notice, 'id'> | null> {
    try {
      const text = await textInside(file, LIVE_RECIPE_KEYWORD);
      return text === null ? null : await this.#offerOf(file.name, liveRecipeFromText(text));
    } catch (error) {
      return { tone: 'info', title: `The recipe in “${file.name}” cannot be read`, text: messageOf(error), actions: [] };
    }
  }

  async #offerOf(name: string, recipe: LiveRecipe): Promise<Omit<Notice, 'id'> | null> {
    const look = lookOf(this.#surroundings.settings());
    if (JSON.stringify({ ...look, ...recipe.settings }) === JSON.stringify(look)) return null;
    const sha256 = await hashOf(this.#surroundings.model());
    const other = sha256 !== null && sha256 !== recipe.model.sha256;
    return {
      tone: 'info',
      title: 'This picture knows how it was dreamt',
      text: `The settings inside “${name}” can take the place of yours.${other ? ` They were made with another model (${recipe.model.name}), so it may look different.` : ''}`,
      actions: [{ label: 'Use its settings', run: () => void this.#take(recipe) }],
    };
  }

  async #take(recipe: LiveRecipe): Promise<void> {
    const { board } = this.#surroundings;
    try {
      await this.#surroundings.set(recipe.settings);
      board.take(NOTICE);
    } catch (error) {
      board.put({ id: NOTICE, tone: 'warn', title: 'It cannot be dreamt so here', text: messageOf(error), actions: [] });
    }
  }
}

/** Of the hashes of all its files, in hexadecimal; `null` where there is no model, or the address is insecure: nothing is dreamt there. */
async function hashOf(model: ModelEntry | null): Promise<string | null> {
  if (model === null || !('subtle' in crypto)) return null;
  return await sha256Of(new TextEncoder().encode(model.files.map(({ sha256 }) => sha256).join('')));
}
