import '@awesome.me/webawesome/dist/components/option/option.js';
import '@awesome.me/webawesome/dist/components/select/select.js';
import { type TemplateResult, html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import type { ReadyRecipe, StillPicture } from '../../streams/index.ts';
import { sizesOf } from '../words/still-words.ts';

/** What a person has chosen so far. */
export interface Choice {
  /** The id of a recipe. */
  readonly recipe: string;
  /** The long side; `null` for the picture's own. */
  readonly longest: number | null;
}

/** How the picture's own size is written where only text can be. */
const FULL = 'full';

/** The recipes by name, each with a sentence on what it does, and the size to dream at. */
export function choices(
  recipes: readonly ReadyRecipe[],
  picture: StillPicture,
  { recipe: chosen, longest }: Choice,
  choose: (choice: Partial<Choice>) => void,
): TemplateResult {
  return html`<fieldset>
      <legend>Recipe</legend>
      ${recipes.map((recipe) =>
        recipeOption(recipe, recipe.id === chosen, () => {
          choose({ recipe: recipe.id });
        }),
      )}
    </fieldset>
    ${sizeSelect(picture, longest, (side) => {
      choose({ longest: side });
    })}`;
}

function recipeOption({ id, name, note }: ReadyRecipe, chosen: boolean, choose: () => void): TemplateResult {
  const [first = '', ...rest] = note.split(/(?<=\.) (?=[A-Z])/);
  return html`<label class="recipe ${chosen ? 'chosen' : ''}">
    <input type="radio" name="recipe" value=${id} .checked=${live(chosen)} @change=${choose} />
    <span class="name">${name}</span>
    <span class="note soft">${first}${chosen && rest.length > 0 ? ` ${rest.join(' ')}` : nothing}</span>
  </label>`;
}

/** Nothing where the picture is too small to be dreamt smaller. */
function sizeSelect(
  picture: StillPicture,
  longest: number | null,
  choose: (longest: number | null) => void,
): TemplateResult | typeof nothing {
  const sizes = sizesOf(picture);
  if (sizes.length < 2) return nothing;
  const change = ({ currentTarget }: Event): void => {
    // Only the select below calls this; one that takes a single choice holds a string.
    const { value } = currentTarget as HTMLElement & { readonly value: string };
    choose(value === FULL ? null : Number(value));
  };
  return html`<wa-select class="figures" label="Size" .value=${live(longest === null ? FULL : String(longest))} @change=${change}>
    ${sizes.map((size) => html`<wa-option value=${size.longest === null ? FULL : String(size.longest)}>${size.label}</wa-option>`)}
  </wa-select>`;
}
