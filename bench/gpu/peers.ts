import type { Graph, Objective, Picture } from '../../src/engine/index.ts';
import type { Peer } from '../peers/peer.ts';
import { expectOracle, ORACLE_OBJECTIVE } from './oracle.ts';
import type { Oracle } from './oracle.ts';
import type { Peers as Asked } from './options.ts';
import { isLeftOut } from './report.ts';
import type { LeftOut, PeerState } from './report.ts';
import { reasonOf } from './timing.ts';
import type { Contestant } from './timing.ts';
import { DeviceWatch } from './watch.ts';

/** A peer in one of its settings, at one size. */
export interface PeerContestant extends Contestant {
  readonly name: string;
  readonly setting: string;
  destroy(): void;
}

/** A peer that has started: it makes contestants, one a setting. */
interface Started {
  readonly name: string;
  /** Its gradient of the oracle's objective, whatever it takes to make it right. */
  readonly check: (oracle: Oracle) => Promise<ArrayLike<number>>;
  readonly contestants: (graph: Graph, picture: Picture, objective: Objective) => readonly PeerContestant[];
  readonly end: () => void;
}

/** tfjs and jax-js, each in a device of its own, on the Dawn that we measure ours on. */
export class PeerGroup {
  readonly states: readonly PeerState[];
  readonly #started: readonly Started[];

  private constructor(states: readonly PeerState[], started: readonly Started[]) {
    this.states = states;
    this.#started = started;
  }

  /** Starts those asked for, on `gpu`, and holds their gradients against the oracle. One that does not start, or is wrong, is left out with its reason. */
  static async start(gpu: GPU, asked: Asked, oracle: Oracle): Promise<PeerGroup> {
    const navigator = { gpu, userAgent: 'Node', hardwareConcurrency: 1 };
    Object.defineProperty(globalThis, 'navigator', { configurable: true, value: navigator });
    const states: PeerState[] = [];
    const started: Started[] = [];
    for (const [name, start] of starters) {
      const one = asked === 'all' || asked === name ? await startChecked(start, oracle) : { leftOut: 'not asked for' };
      states.push({ name, ...(isLeftOut(one) ? one : one.agreement) });
      if (!isLeftOut(one)) started.push(one.peer);
    }
    return new PeerGroup(states, started);
  }

  contestants(graph: Graph, picture: Picture, objective: Objective): readonly PeerContestant[] {
    return this.#started.flatMap((peer) => peer.contestants(graph, picture, objective));
  }

  end(): void {
    for (const peer of this.#started) peer.end();
    Reflect.deleteProperty(globalThis, 'navigator');
  }
}

async function startChecked(start: () => Promise<Started>, oracle: Oracle) {
  try {
    const peer = await start();
    const agreement = expectOracle(await peer.check(oracle), oracle, 'f32', `${peer.name}'s`);
    return { peer, agreement };
  } catch (error) {
    return { leftOut: reasonOf(error) } satisfies LeftOut;
  }
}

/** Loaded late: they look for `navigator.gpu` when they load. */
const starters: readonly (readonly [name: string, start: () => Promise<Started>])[] = [
  ['tfjs', startTfjsPeer],
  ['jax-js', startJaxPeer],
];

async function startTfjsPeer(): Promise<Started> {
  const [{ startTfjs, TfjsNetwork }, { TfjsPeer, tfjsSettings }] = await Promise.all([
    import('../../test/support/tfjs.ts'),
    import('../peers/tfjs.ts'),
  ]);
  const backend = await startTfjs();
  const watch = new DeviceWatch(backend.device);
  return {
    name: 'tfjs',
    // Shipped, its average pooling's gradient is wrong at borders: what is timed is tfjs as shipped, what is checked is all the rest.
    check: async ({ graph, picture }) => {
      const network = new TfjsNetwork(graph, 'exact');
      const { gradient } = await network.run(picture, ORACLE_OBJECTIVE);
      network.destroy();
      return gradient;
    },
    contestants: (graph, picture, objective) =>
      tfjsSettings.map((setting) => {
        const words = `${setting.naive ? 'naive' : 'tiled'} transposed convolution, batch ${String(setting.batch)}`;
        return watched('tfjs', words, watch, () => new TfjsPeer(backend, graph, picture, objective, setting));
      }),
    end: () => {
      backend.device.destroy();
    },
  };
}

async function startJaxPeer(): Promise<Started> {
  const { JaxPeer, startJax } = await import('../peers/jax.ts');
  const device = await startJax();
  const watch = new DeviceWatch(device);
  return {
    name: 'jax-js',
    check: async ({ graph, picture }) => {
      const peer = new JaxPeer(device, graph, picture, ORACLE_OBJECTIVE);
      const gradient = await peer.gradient(picture);
      peer.destroy();
      return gradient;
    },
    contestants: (graph, picture, objective) => [watched('jax-js', 'jit', watch, () => new JaxPeer(device, graph, picture, objective))],
    end: () => {
      device.destroy();
    },
  };
}

/** Made when it is first asked for a gradient, so that one that cannot be made fails as one that cannot run does. */
function watched(name: string, setting: string, watch: DeviceWatch, make: () => Peer): PeerContestant {
  let peer: Peer | undefined;
  return {
    name,
    setting,
    queue() {
      peer ??= make();
      peer.queue();
    },
    async done() {
      await peer?.done();
      watch.expectNone();
    },
    destroy() {
      peer?.destroy();
    },
  };
}
