import { version } from '../../package.json';
import { messageOf } from './coded-error.ts';
import type { NoticeBoard } from './notice-board.ts';
import { LIVE_RECIPE_KEYWORD, type LiveRecipe, liveRecipeFromText, liveRecipeToText, lookOf } from './settings/live-recipe.ts';
import { readPngText, writePngText } from './settings/png-text.ts';
import type { Settings } from './settings/schema.ts';
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

  constructor(surroundings: RecipeSurroundings) {
    this.#surroundings = surroundings;
  }

  /** The same PNG with the recipe inside, or as it is where no model is known. */
  async into(png: Blob): Promise<Blob> {
    const model = this.#surroundings.model();
    if (model === null) return png;
    const text = liveRecipeToText(this.#surroundings.settings(), { name: model.name, sha256: await hashOf(model) }, version);
    const bytes = writePngText(new Uint8Array(await png.arrayBuffer()), LIVE_RECIPE_KEYWORD, text);
    return new Blob([bytes], { type: png.type });
  }

  /** Another picture is opened: what was offered for the last one is offered no more. */
  withdraw(): void {
    this.#surroundings.board.take(NOTICE);
  }

  /** Offers what the file has inside, where the dream is not so already; one that cannot be read is told. */
  async lookInto(file: File): Promise<void> {
    if (file.type !== 'image/png') return;
    try {
      const text = readPngText(new Uint8Array(await file.arrayBuffer()), LIVE_RECIPE_KEYWORD);
      if (text !== null) await this.#offer(file.name, liveRecipeFromText(text));
    } catch (error) {
      const title = `The recipe in “${file.name}” cannot be read`;
      this.#surroundings.board.put({ id: NOTICE, tone: 'info', title, text: messageOf(error), actions: [] });
    }
  }

  async #offer(name: string, recipe: LiveRecipe): Promise<void> {
    const look = lookOf(this.#surroundings.settings());
    if (JSON.stringify({ ...look, ...recipe.settings }) === JSON.stringify(look)) return;
    const model = this.#surroundings.model();
    const same = model !== null && recipe.model.sha256 === (await hashOf(model));
    this.#surroundings.board.put({
      id: NOTICE,
      tone: 'info',
      title: 'This picture knows how it was dreamt',
      text: `The settings inside “${name}” can take the place of yours.${same ? '' : ` They were made with another model (${recipe.model.name}), so it may look different.`}`,
      actions: [{ label: 'Use its settings', run: () => void this.#take(recipe) }],
    });
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

async function hashOf({ files }: ModelEntry): Promise<string> {
  const text = new TextEncoder().encode(files.map(({ sha256 }) => sha256).join(''));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', text));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
