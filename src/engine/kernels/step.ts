/** A piece of GPU memory that a step reads or writes, by name: the plan decides where it lies. */
export type Operand =
  /** Lives between its first and its last use; shares memory with others outside that time. */
  | { readonly kind: 'arena'; readonly id: string; readonly bytes: number }
  /** Belongs to the plan for as long as it lives. */
  | { readonly kind: 'fixed'; readonly id: FixedBuffer; readonly bytes: number }
  /** Two numbers a channel of a layer, written by `Plan.setObjective`. */
  | { readonly kind: 'coefficients'; readonly layer: string; readonly bytes: number }
  /** Shared by all plans of a network; `values` lays them out, once. */
  | { readonly kind: 'weights'; readonly key: string; readonly bytes: number; readonly values: () => Float32Array<ArrayBuffer> };

export type FixedBuffer = 'input' | 'input-gradient' | 'partials' | 'value';

/** One dispatch of a plan before any GPU is involved: what runs, with which shapes, on which operands. */
export interface Step {
  /** The kernel's name: steps with the same kernel and constants share a pipeline. */
  readonly kernel: string;
  readonly code: string;
  /** What changes the kernel's code: WGSL `override` constants. */
  readonly constants: Readonly<Record<string, number>>;
  /** All sizes, as 32-bit integers of the uniform at binding 0; empty where the kernel has none. */
  readonly geometry: readonly number[];
  /** From binding 1 on. */
  readonly operands: readonly Operand[];
  readonly workgroups: readonly [x: number, y: number, z: number];
  /** For people: the network's node and what is done to it. */
  readonly label: string;
  readonly flops: number;
  readonly bytes: number;
}

/** A picture inside a (possibly wider) buffer: `quads` quads of channels from quad `offset` on, `pitch` quads a pixel. */
export interface View {
  readonly height: number;
  readonly width: number;
  readonly quads: number;
  readonly offset: number;
  readonly pitch: number;
}

/** A view and the buffer it looks at. */
export interface Part extends View {
  readonly buffer: Operand;
}

/** How a window slides: [along height, along width] in pixels; `pad` is what lies before the first row and column. */
export interface Window {
  readonly kernel: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly pad: readonly [number, number];
}

/** How a gradient is written: added to what is there or not, zeroed where the activation it belongs to was rectified away or not. */
export interface GradientWrite {
  readonly accumulate: boolean;
  readonly mask: boolean;
}

/** A boolean as WGSL's override constants take it. */
export const flag = (value: boolean): number => (value ? 1 : 0);

/** Bytes of a view's own channels as float32. */
export const viewBytes = (view: View): number => view.height * view.width * view.quads * 16;

/** The uniform of `geometry.wgsl`. */
export const windowGeometry = (source: View, result: View, window: Window): readonly number[] => [
  ...[source.height, source.width, result.height, result.width],
  ...[...window.kernel, ...window.stride, ...window.pad],
  ...[source.quads, source.pitch, source.offset],
  ...[result.quads, result.pitch, result.offset],
];

/** Workgroups for `threads` threads in groups of `size`: more than 65535 groups spill into the second dimension. */
export function workgroupsFor(threads: number, size: number): readonly [number, number, number] {
  const groups = Math.ceil(threads / size);
  const rows = Math.ceil(groups / 65535);
  return [Math.ceil(groups / rows), rows, 1];
}
