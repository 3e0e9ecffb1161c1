/**
 * How a gradient becomes the direction of an ascent step:
 * smoothed, then parted into bands where `laplacian` asks for it, divided by its size, less the pull of the picture's total variation.
 */
export interface AscentRule {
  /**
   * What the gradient is divided by, over all values of the octave:
   * its standard deviation (TensorFlow's tutorial), its mean absolute value (Google's notebooks, Keras's example), or the root of its mean square.
   */
  readonly normalise: 'std' | 'mean-abs' | 'rms';
  /**
   * σ in pixels: the gradient becomes the mean of three Gaussians of it, of σ/2, σ and 2σ (pytorch-deepdream). 0: it stays as it is, as it does below
   * {@link LEAST_SMOOTHING}.
   */
  readonly smoothing: number;
  /**
   * Bands that the gradient is parted into besides the coarsest, each divided by the root of its own mean square, as in the TF1 notebook, whose number
   * is 4. They take the place of `normalise`. 0: it stays in one.
   */
  readonly laplacian: number;
  /** How strongly each step pulls the picture toward less total variation, in shares of a step; 0: not at all. */
  readonly variation: number;
}

/** TensorFlow's tutorial: g / (std g + 1e-8), and nothing else. */
export const TUTORIAL_RULE: AscentRule = { normalise: 'std', smoothing: 0, laplacian: 0, variation: 0 };

/** The most bands that a gradient can be parted into. */
export const MOST_LEVELS = 6;

/** Below this σ, in pixels, even the widest Gaussian leaves a pixel as it is, to float32; far below it none can be computed. */
export const LEAST_SMOOTHING = 0.05;

/** The largest σ of the smoothing, in pixels: the widest of the three Gaussians reaches 24 px then. */
export const MOST_SMOOTHING = 4;
