import { recipeToText } from '../streams/settings/recipe-text.ts';
import { RECIPES } from '../streams/settings/recipes.ts';
import { main as dream } from './dream.ts';
import { main as gradient } from './gradient.ts';
import { findRecipe } from './recipe-source.ts';

const usage = `pareidolia <command> [arguments]

  dream PICTURES …   dreams pictures; pareidolia dream --help says all about it
  recipe NAME        prints a recipe as JSON: ${RECIPES.map(({ id }) => id).join(', ')},
                     or that of a dreamt PNG
  gradient PICTURE   writes the gradient of an objective with respect to a picture
`;

/** The command line of `npx pareidolia`. Returns the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  const [command, ...rest] = args;
  switch (command) {
    case 'dream':
      return await dream(rest);
    case 'gradient':
      return await gradient(rest);
    case 'recipe':
      return await printRecipe(rest);
    default:
      process[command === '--help' || command === '-h' ? 'stdout' : 'stderr'].write(usage);
      return command === '--help' || command === '-h' ? 0 : 2;
  }
}

async function printRecipe([source, ...others]: readonly string[]): Promise<number> {
  if (source === undefined || others.length > 0) {
    process.stderr.write(usage);
    return 2;
  }
  process.stdout.write(`${recipeToText(await findRecipe(source))}\n`);
  return 0;
}
