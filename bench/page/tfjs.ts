import * as tf from '@tensorflow/tfjs-core';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { Graph } from '../../src/engine/network/graph.ts';
import type { Objective } from '../../src/engine/objective.ts';
import type { Picture } from '../../src/engine/plan/gradient.ts';
import { TfjsNetwork, toTensor } from '../../test/support/tfjs.ts';
import type { TfjsReport, TfjsSetting } from '../report.ts';
import { counting, withoutGpu } from './counter.ts';
import { fastest } from './timing.ts';
import type { Contestant } from './timing.ts';

/** tfjs's own default first. */
export const settings: readonly TfjsSetting[] = [true, false].flatMap((naive) => [15, 100_000].map((batch) => ({ naive, batch })));

/** tfjs at its best on the same work: one gradient, whole, without reading it back. */
export class TfjsGradient {
  readonly #backend: WebGPUBackend;
  readonly #network: TfjsNetwork;
  readonly #picture: tf.Tensor4D;
  readonly #gradient: (picture: tf.Tensor4D) => tf.Tensor4D;

  constructor(backend: WebGPUBackend, graph: Graph, picture: Picture, objective: Objective) {
    this.#backend = backend;
    this.#network = new TfjsNetwork(graph, 'shipped');
    this.#picture = toTensor(picture);
    this.#gradient = this.#network.gradientOf(objective);
  }

  /** Its counts and its cost in JavaScript, in its steady state. */
  async report(setting: TfjsSetting): Promise<TfjsReport> {
    const { queue, done } = this.contestant(setting);
    queue();
    await done();
    const gradient = await counting(async () => {
      queue();
      await done();
    });
    const gradientMicroseconds = await withoutGpu(() => fastest(queue, 5, 8));
    return { ...setting, gradient, gradientMicroseconds };
  }

  contestant({ naive, batch }: TfjsSetting): Contestant {
    return {
      queue: () => {
        tf.env().set('WEBGPU_USE_NAIVE_CONV2D_TRANSPOSE', naive);
        tf.env().set('WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE', batch);
        tf.tidy(() => {
          this.#gradient(this.#picture);
        });
        this.#flush();
      },
      done: () => this.#backend.queue.onSubmittedWorkDone(),
    };
  }

  destroy(): void {
    this.#network.destroy();
    this.#picture.dispose();
  }

  /** Submits what tfjs still holds back. */
  #flush(): void {
    this.#backend.ensureCommandEncoderReady();
    this.#backend.endComputePassEncoder();
    this.#backend.submitQueue();
  }
}
