/**
 * The network as the plan sees it: a topologically ordered list of nodes, batch norm already folded away.
 * Node 0 is always the input (3 channels). A node refers to its inputs by index into `Graph.nodes`.
 */
export interface Graph {
  readonly nodes: readonly GraphNode[];
  /** Where the model has one, and it sits on one of the layers that were asked for. */
  readonly head?: Head;
}

/** What tells classes apart: class k's score is Σ over channels c of mean(a[c]) · weights[c][k], and a bias. */
export interface Head {
  /** The node whose channels are averaged. */
  readonly layer: string;
  readonly classes: number;
  /** [channel][class] */
  readonly weights: Float32Array;
}

export type Padding = 'same' | 'valid';

/** [along height, along width] */
export type Extent = readonly [height: number, width: number];

export interface InputNode {
  readonly op: 'input';
  readonly name: string;
  readonly channels: number;
}

export interface ConvNode {
  readonly op: 'conv';
  readonly name: string;
  readonly input: number;
  /** Output channels. */
  readonly channels: number;
  readonly kernel: Extent;
  readonly stride: Extent;
  readonly padding: Padding;
  /** HWIO: [kernel height][kernel width][input channel][output channel]. */
  readonly weights: Float32Array;
  /** One a output channel. */
  readonly bias: Float32Array;
  readonly relu: boolean;
}

export interface PoolNode {
  /** Average pooling with padding `same` divides by the number of valid pixels. */
  readonly op: 'max-pool' | 'average-pool';
  readonly name: string;
  readonly input: number;
  readonly kernel: Extent;
  readonly stride: Extent;
  readonly padding: Padding;
}

export interface ConcatNode {
  readonly op: 'concat';
  readonly name: string;
  readonly inputs: readonly number[];
}

export interface ReluNode {
  readonly op: 'relu';
  readonly name: string;
  readonly input: number;
}

export type GraphNode = InputNode | ConvNode | PoolNode | ConcatNode | ReluNode;
