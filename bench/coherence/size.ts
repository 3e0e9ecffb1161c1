/** In pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Whether a point lies between the middles of the outermost pixels. */
export const inside = ({ width, height }: Size, x: number, y: number): boolean => x >= 0 && y >= 0 && x <= width - 1 && y <= height - 1;
