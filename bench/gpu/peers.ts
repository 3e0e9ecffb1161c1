import type { Graph, Objective, Picture } from '../../src/engine/index.ts';
import { agreement } from '../page/agreement.ts';
import type { Agreement } from '../report.ts';
import type { Peer } from '../peers/peer.ts';
import type { Peers as Asked } from './options.ts';
import { isLeftOut } from './report.ts';
import type { AbsentPeer, LeftOut, PeerAgreement } from './report.ts';
import { reasonOf } from './timing.ts';
import type { Contestant } from './timing.ts';
import { DeviceWatch } from './watch.ts';

/** A peer in one of its settings, at one size. */
export interface PeerContestant extends Contestant {
  readonly name: string;
  readonly setting: string;
  destroy(): void;
}

/** What everybody is to compute. */
export interface Work {
  readonly graph: Graph;
  readonly picture: Picture;
  readonly objective: Objective;
}

/** A peer that has started: it makes contestants, one a setting. */
interface Started {
  readonly name: string;
  /** Its gradient, whatever it takes to make it right. */
  readonly gradient: (work: Work) => Promise<ArrayLike<number>>;
  readonly contestants: (work: Work) => readonly PeerContestant[];
  readonly end: () => void;
}

/** tfjs and jax-js, each in a device of its own, on the Dawn that we measure ours on. */
export class PeerGroup {
  readonly absent: readonly AbsentPeer[];
  readonly #started: readonly Started[];

  private constructor(absent: readonly AbsentPeer[], started: readonly Started[]) {
    this.absent = absent;
    this.#started = started;
  }

  /** Starts those asked for, on `gpu`. One that does not start is left out with its reason. */
  static async start(gpu: GPU, asked: Asked): Promise<PeerGroup> {
    const navigator = { gpu, userAgent: 'Node', hardwareConcurrency: 1 };
    Object.defineProperty(globalThis, 'navigator', { configurable: true, value: navigator });
    const absent: AbsentPeer[] = [];
    const started: Started[] = [];
    for (const [name, start] of starters) {
      if (asked !== 'all' && asked !== name) {
        absent.push({ name, leftOut: 'not asked for' });
        continue;
      }
      try {
        started.push(await start());
      } catch (error) {
        absent.push({ name, leftOut: reasonOf(error) });
      }
    }
    return new PeerGroup(absent, started);
  }

  /** Holds everybody's gradient against ours, which the oracle has proved. One that is another, or none, has its reason: it is not to be timed. */
  async check(work: Work, ours: ArrayLike<number> | LeftOut): Promise<readonly PeerAgreement[]> {
    if (isLeftOut(ours))
      return this.#started.map(({ name }) => ({ name, leftOut: `ours has no gradient to hold it against: ${ours.leftOut}` }));
    const found: PeerAgreement[] = [];
    for (const { name, gradient } of this.#started) {
      try {
        const agreed = agreement(await gradient(work), ours);
        expectSame(agreed);
        found.push({ name, ...agreed });
      } catch (error) {
        found.push({ name, leftOut: reasonOf(error) });
      }
    }
    return found;
  }

  /** Of those whose gradient agreed. */
  contestants(work: Work, agreements: readonly PeerAgreement[]): readonly PeerContestant[] {
    const right = new Set(agreements.flatMap((peer) => (isLeftOut(peer) ? [] : [peer.name])));
    return this.#started.flatMap((peer) => (right.has(peer.name) ? peer.contestants(work) : []));
  }

  end(): void {
    for (const peer of this.#started) peer.end();
    Reflect.deleteProperty(globalThis, 'navigator');
  }
}

/**
 * Wider than the oracle's bounds: that picture was chosen so that rounding moves nothing, while at other sizes a ReLU near zero may tip over. What is
 * wrong by a border of average pooling, say, is wrong by 5e-2.
 */
const bounds: Agreement = { cosine: 0.9995, relativeL2: 0.03 };

function expectSame({ cosine, relativeL2 }: Agreement): void {
  if (cosine >= bounds.cosine && relativeL2 <= bounds.relativeL2) return;
  throw new Error(`its gradient is not ours: cosine ${cosine.toFixed(4)}, relative L2 ${relativeL2.toExponential(1)}`);
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
    gradient: async ({ graph, picture, objective }) => {
      const network = new TfjsNetwork(graph, 'exact');
      const { gradient } = await network.run(picture, objective);
      network.destroy();
      watch.expectNone();
      return gradient;
    },
    contestants: ({ graph, picture, objective }) =>
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
    gradient: async ({ graph, picture, objective }) => {
      const peer = new JaxPeer(device, graph, picture, objective);
      const gradient = await peer.gradient(picture);
      peer.destroy();
      watch.expectNone();
      return gradient;
    },
    contestants: ({ graph, picture, objective }) => [watched('jax-js', 'jit', watch, () => new JaxPeer(device, graph, picture, objective))],
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
