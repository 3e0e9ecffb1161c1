import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import type { Graph } from '../../src/engine/network/graph.ts';
import type { Objective } from '../../src/engine/objective.ts';
import type { Picture } from '../../src/engine/plan/gradient.ts';
import { TfjsNetwork, toTensor } from '../../test/support/tfjs.ts';
import type { Peer } from './peer.ts';

/** How tfjs is set: `WEBGPU_USE_NAIVE_CONV2D_TRANSPOSE` and `WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE`. */
export interface TfjsSetting {
  readonly naive: boolean;
  readonly batch: number;
}

/** tfjs's own default first. */
export const tfjsSettings: readonly TfjsSetting[] = [true, false].flatMap((naive) => [15, 100_000].map((batch) => ({ naive, batch })));

/** tfjs as it is shipped, under `tf.grad`, in one of its settings. Needs `startTfjs` (test/support/tfjs.ts), which gives the backend. */
export class TfjsPeer implements Peer {
  readonly name: string;
  readonly #setting: TfjsSetting;
  readonly #backend: WebGPUBackend;
  readonly #network: TfjsNetwork;
  readonly #objective: Objective;
  readonly #picture: tf.Tensor4D;
  readonly #gradient: (picture: tf.Tensor4D) => tf.Tensor4D;

  constructor(backend: WebGPUBackend, graph: Graph, picture: Picture, objective: Objective, setting: TfjsSetting) {
    this.name = `tfjs, ${setting.naive ? 'naive' : 'tiled'} transposed convolution, batch ${String(setting.batch)}`;
    this.#setting = setting;
    this.#backend = backend;
    this.#network = new TfjsNetwork(graph, 'shipped');
    this.#objective = objective;
    this.#picture = toTensor(picture);
    this.#gradient = this.#network.gradientOf(objective);
  }

  async gradient(picture: Picture): Promise<Float32Array> {
    this.#set();
    const { gradient } = await this.#network.run(picture, this.#objective);
    return gradient;
  }

  queue(): void {
    this.#set();
    tf.tidy(() => {
      this.#gradient(this.#picture);
    });
    this.#flush();
  }

  done(): Promise<unknown> {
    return this.#backend.queue.onSubmittedWorkDone();
  }

  destroy(): void {
    this.#network.destroy();
    this.#picture.dispose();
  }

  #set(): void {
    tf.env().set('WEBGPU_USE_NAIVE_CONV2D_TRANSPOSE', this.#setting.naive);
    tf.env().set('WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE', this.#setting.batch);
  }

  /** Submits what tfjs still holds back. */
  #flush(): void {
    this.#backend.ensureCommandEncoderReady();
    this.#backend.endComputePassEncoder();
    this.#backend.submitQueue();
  }
}
