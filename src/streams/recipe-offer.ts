import { version } from '../../package.json';
import { messageOf } from './coded-error.ts';
import type { NoticeBoard } from './notice-board.ts';
import { LIVE_RECIPE_KEYWORD, type LiveRecipe, liveRecipeFromText, liveRecipeToText, lookOf } from './settings/live-recipe.ts';
import { readPngText, writePngText } from './settings/png-text.ts';
import type { Settings } from './settings/schema.ts';
import type { Notice } from './states.ts';
import type { ModelEntry } from './worker/catalogue.ts';

const NOTICE = 'recipe';

export interface RecipeSurroundings {
  readonly board: NoticeBoard;
  settings(): Settings;
  /** `null` until it is known. */
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

  /** The same PNG with the recipe inside, or as it is where no model is known: then nothing was dreamt. */
  async into(png: Blob): Promise<Blob> {
    const model = this.#surroundings.model();
    const sha256 = await hashOf(model);
    if (model === null || sha256 === null) return png;
    const text = liveRecipeToText(this.#surroundings.settings(), { name: model.name, sha256 }, version);
    const bytes = writePngText(new Uint8Array(await png.arrayBuffer()), LIVE_RECIPE_KEYWORD, text);
    return new Blob([bytes], { type: png.type });
  }

  /** Another picture is opened: what was offered for the last one is offered no more. */
  withdraw(): void {
    this.#file = null;
    this.#surroundings.board.take(NOTICE);
  }

  /** Offers what the file has inside, where the dream is not so already; one that cannot be read is told. */
  async lookInto(file: File): Promise<void> {
    if (file.type !== 'image/png') return;
    this.#file = file;
    const notice = await this.#noticeOf(file);
    // Another may be open by now.
    if (notice !== null && this.#file === file) this.#surroundings.board.put({ id: NOTICE, ...notice });
  }

  async #noticeOf(file: File): Promise<Omit<Notice, 'id'> | null> {
    try {
      const text = readPngText(new Uint8Array(await file.arrayBuffer()), LIVE_RECIPE_KEYWORD);
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
  const text = new TextEncoder().encode(model.files.map(({ sha256 }) => sha256).join(''));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', text));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
