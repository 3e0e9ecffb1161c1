import type { Graph } from '../../src/engine/network/graph.ts';
import type { Objective } from '../../src/engine/objective.ts';
import type { Picture } from '../../src/engine/plan/gradient.ts';
import { startTfjs, TfjsNetwork } from '../../test/support/tfjs.ts';
import { JaxPeer, startJax } from '../peers/jax.ts';
import type { Peer } from '../peers/peer.ts';
import { TfjsPeer, tfjsSettings } from '../peers/tfjs.ts';
import type { CaseReport, PeerReport } from '../report.ts';
import { agreement, agrees } from './agreement.ts';
import { counting, withoutGpu } from './counter.ts';
import { MemoryWatch } from './memory.ts';
import { fastest } from './timing.ts';

interface Work {
  readonly graph: Graph;
  readonly picture: Picture;
  readonly objective: Objective;
}

/** A peer, and what it held of its device's memory where that shows: settings of one library share what it keeps back. */
interface Warm {
  readonly library: 'tfjs' | 'jax-js';
  readonly peer: Peer;
  readonly gradient: Float32Array;
  readonly peakBytes: number | null;
}

/** tfjs in all its settings and jax-js, on the same work as ours, once their gradients have been held against ours. */
export class PeerGroup {
  readonly agreements: CaseReport['agreements'];
  readonly absent: CaseReport['absent'];
  /** Those whose gradient is ours. */
  readonly peers: readonly Peer[];
  readonly #warm: readonly Warm[];

  private constructor(warm: readonly Warm[], mended: Float32Array, ours: Float32Array) {
    const first = (library: Warm['library']): Float32Array => warm.find((one) => one.library === library)?.gradient ?? new Float32Array();
    const mustAgree = [
      { library: 'tfjs', name: 'tfjs, pooling mended', ...agreement(mended, ours) },
      { library: 'jax-js', name: 'jax-js', ...agreement(first('jax-js'), ours) },
    ];
    this.agreements = [...mustAgree, { name: 'tfjs as shipped', ...agreement(first('tfjs'), ours) }];
    const wrong = mustAgree.filter((found) => !agrees(found)).map(({ library }) => library);
    this.absent = wrong.map((name) => ({ name, leftOut: 'its gradient is not ours: nothing of it was counted or timed' }));
    for (const { peer } of warm.filter(({ library }) => wrong.includes(library))) peer.destroy();
    this.#warm = warm.filter(({ library }) => !wrong.includes(library));
    this.peers = this.#warm.map(({ peer }) => peer);
  }

  /** Starts them and has each compute its gradient, which compiles what it needs. */
  static async create(work: Work, ours: Float32Array): Promise<PeerGroup> {
    const { graph, picture, objective } = work;
    const [tfjs, jax] = [await startTfjs(), await startJax()];
    const warm: Warm[] = [await warmUp('jax-js', work, () => new JaxPeer(jax, graph, picture, objective))];
    for (const [index, setting] of tfjsSettings.entries()) {
      const { peakBytes, ...one } = await warmUp('tfjs', work, () => new TfjsPeer(tfjs, graph, picture, objective, setting));
      warm.push({ ...one, peakBytes: index === 0 ? peakBytes : null });
    }
    const network = new TfjsNetwork(graph, 'exact');
    const mended = await network.run(picture, objective);
    network.destroy();
    return new PeerGroup(warm, mended.gradient, ours);
  }

  /** Their counts and what a gradient costs in JavaScript, in their steady state. */
  async report(): Promise<readonly PeerReport[]> {
    const reports: PeerReport[] = [];
    for (const { peer, peakBytes } of this.#warm) {
      const queue = peer.queue.bind(peer);
      reports.push(
        await withoutGpu(async () => {
          for (let warming = 0; warming < 3; warming++) queue();
          const gradient = await counting(queue);
          return { name: peer.name, gradient, gradientMicroseconds: fastest(queue, 5, 8), peakBytes };
        }),
      );
    }
    return reports;
  }

  destroy(): void {
    for (const peer of this.peers) peer.destroy();
  }
}

async function warmUp(library: Warm['library'], { picture }: Work, make: () => Peer): Promise<Warm> {
  const watch = new MemoryWatch();
  try {
    const peer = make();
    const gradient = await peer.gradient(picture);
    peer.queue();
    await peer.done();
    return { library, peer, gradient, peakBytes: watch.bytes.peak };
  } finally {
    watch.stop();
  }
}
