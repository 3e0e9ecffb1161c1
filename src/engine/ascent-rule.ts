/** How a gradient becomes the direction of an ascent step. */
export interface AscentRule {
  /** What the gradient is divided by: its standard deviation, mean absolute value or root mean square. */
  readonly normalise: 'std' | 'mean-abs' | 'rms';
  /** pytorch-deepdream's coefficient: the mean of three Gaussians of σ/2, σ and 2σ pixels; 0 smooths nothing. */
  readonly smoothing: number;
  /** Levels of laplacian normalisation, each divided by its own measure; 0 none, Google's notebook takes 4. */
  readonly laplacian: number;
  /** How strongly the picture's total variation is pulled down, after normalising; 0 not at all. */
  readonly variation: number;
}

/** TensorFlow's DeepDream tutorial: the gradient divided by its standard deviation, and nothing else. */
export const TUTORIAL_RULE: AscentRule = { normalise: 'std', smoothing: 0, laplacian: 0, variation: 0 };
