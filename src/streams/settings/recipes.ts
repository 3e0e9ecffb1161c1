import type { AscentRule, ObjectiveTerm, StillRecipe } from '../../engine/index.ts';

/** A recipe that comes with Pareidolia: how others dreamt a picture, in our units. */
export interface ReadyRecipe {
  /** Its name on the command line and in scripts. */
  readonly id: string;
  /** What a person calls it. */
  readonly name: string;
  /** Where it is from, and what differs here. */
  readonly note: string;
  readonly recipe: StillRecipe;
}

const std: AscentRule = { normalise: 'std', smoothing: 0, laplacian: 0, variation: 0 };
const meanAbsolute: AscentRule = { ...std, normalise: 'mean-abs' };

const mean = (layer: string): ObjectiveTerm => ({ layer, kind: 'mean', weight: 1 });
const energy = (layer: string, weight: number): ObjectiveTerm => ({ layer, kind: 'energy', weight });

/** TensorFlow's tutorial, https://www.tensorflow.org/tutorials/generative/deepdream: `run_deep_dream_simple`. */
const tensorflow: StillRecipe = {
  objective: [mean('mixed3'), mean('mixed5')],
  rule: std,
  steps: 100,
  stepSize: 0.01,
  octaves: { from: 0, to: 0, scale: 1.3 },
  carry: 'picture',
  tile: null,
  jitter: 0,
  stopAt: null,
  seed: 0,
};

/** The tutorial's loop over `range(-2, 3)`. */
const tensorflowOctaves: StillRecipe = { ...tensorflow, steps: 50, octaves: { from: -2, to: 2, scale: 1.3 } };

/** The tutorial's `run_deep_dream_with_octaves`. */
const tensorflowTiled: StillRecipe = { ...tensorflowOctaves, steps: 100, tile: 512, jitter: 'tile' };

/**
 * Google's notebook of 2015, https://github.com/google/deepdream: its steps of 1.5 are on pictures from 0 to 255, ours on pictures from −1 to 1, which is 127.5
 * times less. It climbs ½‖a‖² where we climb mean(a²): the same direction, and dividing by the mean absolute value makes it the same step.
 */
const google2015: StillRecipe = {
  objective: [energy('mixed5', 1)],
  rule: meanAbsolute,
  steps: 10,
  stepSize: 1.5 / 127.5,
  octaves: { from: -3, to: 0, scale: 1.4 },
  carry: 'detail',
  tile: null,
  jitter: 32,
  stopAt: null,
  seed: 0,
};

/** Keras's example, https://keras.io/examples/generative/deep_dream: its pictures are from −1 to 1 too. */
const keras: StillRecipe = {
  ...google2015,
  objective: [energy('mixed4', 1), energy('mixed5', 1.5), energy('mixed6', 2), energy('mixed7', 2.5)],
  steps: 20,
  stepSize: 0.01,
  octaves: { from: -2, to: 0, scale: 1.4 },
  jitter: 0,
  stopAt: 15,
};

/** The recipes that come ready made, the plainest first. */
export const RECIPES = [
  {
    id: 'tensorflow',
    name: 'TensorFlow tutorial',
    note: '100 steps of 0.01 on mixed3 and mixed5, at the picture’s own size. It is never rolled, so its right and lower edges hardly dream: jitter changes that.',
    recipe: tensorflow,
  },
  {
    id: 'tensorflow-octaves',
    name: 'TensorFlow tutorial, with octaves',
    note: '50 steps on each of five sizes from 1/1.69 to 1.69 times the picture’s: larger shapes, and fine ones within them.',
    recipe: tensorflowOctaves,
  },
  {
    id: 'tensorflow-tiled',
    name: 'TensorFlow tutorial, tiled',
    note: '100 steps on each of five sizes in tiles of 512 px, rolled anew each step. The tutorial leaves out the last row and column of tiles; here tiles cover all.',
    recipe: tensorflowTiled,
  },
  {
    id: 'google-2015',
    name: 'Google 2015',
    note:
      'The notebook that began it: 10 steps on each of four sizes, 1.4 apart, steps of 1.5 of 255 grey levels. Its network was GoogLeNet, climbed at inception_4c, the third ' +
      'of five blocks that see a sixteenth of the picture’s size; of InceptionV3 that is mixed5, which stands for it here.',
    recipe: google2015,
  },
  {
    id: 'keras',
    name: 'Keras example',
    note:
      'Energies of mixed4 to mixed7, 20 steps on each of three sizes, 1.4 apart, each ending early above 15. Keras leaves a border of 2 px of each layer out of the mean; ' +
      'here it counts. Our mixed6 and mixed7 were trained further on other pictures than ImageNet’s, so what grows, and when it ends, differs from Keras’s.',
    recipe: keras,
  },
] as const satisfies readonly ReadyRecipe[];

/** The ready-made recipe of that id. */
export function recipeOf(id: string): ReadyRecipe | undefined {
  return RECIPES.find((ready) => ready.id === id);
}
