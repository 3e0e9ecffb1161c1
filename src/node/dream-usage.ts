import { OBJECTIVE_FORM } from '../streams/settings/objective-text.ts';
import { RECIPES } from '../streams/settings/recipes.ts';

/** Columns of the help: all of it, and of the names at its left. */
const WIDTH = 100;
const NAMES = 24;

type Entries = readonly (readonly [name: string, text: string])[];

const examples: Entries = [
  ['pareidolia dream photo.jpg', 'writes photo-dream.png beside it'],
  ['pareidolia dream photo.jpg -o dream.png --size 500', 'smaller: a good first try without a GPU'],
  ['pareidolia dream holiday -o dreamt -r google-2015', 'every picture of a folder, into another'],
  ['pareidolia dream photo.jpg -r dream.png', 'as dream.png was dreamt: its recipe is in it'],
];

const files: Entries = [
  ['-o, --out PATH', 'a .png file, or a folder for several pictures'],
  ['-s, --size PIXELS', 'the most the long side may have; larger pictures are shrunk first. Else they keep their size'],
  ['-f, --force', 'replace files that are there already; what is read is never replaced'],
];

const dream: Entries = [
  ['-r, --recipe NAME', 'one of those below, a JSON file, or a PNG that was dreamt; else tensorflow-octaves. What follows changes it'],
  [
    '--layers LIST',
    'what to look for, such as mixed3:1,mixed5:0.5. mixed0 and mixed1 draw hatching and curls, 2 and 3 scales and eyes, 4 and 5 flowers and tiles',
  ],
  ['--objective LIST', `the same with more to say, as layer:kind:weight: ${OBJECTIVE_FORM}`],
  ['--guide PICTURE', 'a picture to dream toward, where the objective has a guide'],
  ['--steps N', 'steps on each size: more of them dream deeper and take longer'],
  ['--step-size X', 'how far a step goes, on a picture from −1 to 1, such as 0.01'],
  ['--octaves N', 'on how many sizes, the picture’s own being the largest; or which: -2..2 are two smaller, its own (0) and two larger'],
  ['--scale X', 'how many times larger each size is than the one before, such as 1.3'],
  ['--tile PIXELS', 'compute in tiles of this side, which takes less memory; or none'],
  ['--jitter PIXELS', 'shift the picture by up to this much at random for each step, so that no edge shows; or tile'],
  ['--seed N', 'of what is random: the same seed makes the same dream'],
  ['--carry WHAT', 'what goes from one size to the next: the dreamt picture, or the detail that was added to it'],
  ['--normalise MEASURE', 'what the gradient is divided by: std, mean-abs or rms'],
  ['--smoothing X', 'blur the gradient, for a softer dream; 0 is off'],
  ['--laplacian N', 'even out this many levels of the gradient, for a smoother dream; 0 is off'],
  ['--variation X', 'pull against noise; 0 is off'],
];

const computing: Entries = [
  ['--precision WHAT', 'auto, f32 or f16; auto takes float16 where the GPU has it'],
  ['--model NAME', 'another prepared model, or its folder; else inception-v3'],
];

/** What `pareidolia dream --help` says. */
export function dreamUsage(): string {
  return `pareidolia dream PICTURE OR FOLDER … [options]

Dreams pictures: what a neural network believes to see in them grows on them. Reads JPEG, PNG, WebP
and AVIF, writes PNG. In a checkout, write “npm run dream --” for “pareidolia dream”.

${examples.map(([command, text]) => `  ${command.padEnd(52)}${text}`).join('\n')}

Files
${listed(files)}

The dream
${listed(dream)}

Computing
${listed(computing)}

Recipes
${listed(RECIPES.map(({ id, name, note }) => [id, `${name}. ${note}`]))}

“pareidolia recipe NAME” prints a recipe as JSON: save it, change it, and name the file by --recipe.
Progress goes to standard error, the path of each picture written to standard output. Ctrl-C ends
early and writes the dream as far as it got. Exit codes: 0 all dreamt, 1 something was not, 2 the
command line cannot be followed, 130 ended by Ctrl-C.
`;
}

const listed = (entries: Entries): string => entries.map(([name, text]) => `  ${name.padEnd(NAMES - 2)}${wrapped(text)}`).join('\n');

/** A text broken into lines that stand beside the names. */
function wrapped(text: string): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (NAMES + line.length + word.length < WIDTH) lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
    else lines.push(word);
  }
  return lines.join(`\n${' '.repeat(NAMES)}`);
}
