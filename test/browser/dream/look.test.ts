import { expect, it } from 'vitest';
import { commands } from 'vitest/browser';
import { DreamEngine } from '../../../src/engine/dream-engine.ts';
import type { DreamParams } from '../../../src/engine/dream-params.ts';
import { loadGraph } from '../../../src/engine/network/load.ts';
import { toDreamParams } from '../../../src/streams/settings/dream-params.ts';
import { DEFAULTS } from '../../../src/streams/settings/schema.ts';
import { CloudSky } from '../../../src/streams/sources/clouds.ts';
import { DEMO_SEED } from '../../../src/streams/sources/demo.ts';
import { detailOf, timestampOf } from '../../support/frames/engine.ts';
import { testDevice } from '../../support/frames/gpu.ts';
import { rms } from '../../support/frames/pictures.ts';

const SKY = { width: 640, height: 480 };

/** The look that everyone sees first, at 128×96 so that a machine without a GPU can dream it too. */
const look: DreamParams = { ...toDreamParams({ ...DEFAULTS, steps: 2, stepSize: 0.02 }), dreamSize: 128 };

/** One frame of the drifting demo clouds. The caller closes it. */
function cloudsAt(sky: CloudSky, index: number): VideoFrame {
  const { width: codedWidth, height: codedHeight } = SKY;
  return new VideoFrame(sky.draw(index / 30), { format: 'RGBX', codedWidth, codedHeight, timestamp: timestampOf(index) });
}

/** Shows the frame, climbs where it is told to, and waits for the GPU. */
async function dream(engine: DreamEngine, frame: VideoFrame, climbs: boolean): Promise<void> {
  engine.show(frame, frame.timestamp, look);
  if (climbs) engine.climb();
  const done = engine.submit();
  frame.close();
  await done;
}

async function keepPicture(name: string, picture: Blob): Promise<void> {
  const bytes = new Uint8Array(await picture.arrayBuffer());
  const text = bytes.reduce((sum, byte) => sum + String.fromCharCode(byte), '');
  await commands.writeFile(`test-results/look/${name}`, btoa(text), 'base64');
}

it(
  'after 45 frames of drifting clouds at 30 fps, Δ is as strong as it should look, and the objective has risen',
  { timeout: 600_000 },
  async () => {
    const device = await testDevice();
    const engine = await DreamEngine.create({
      device,
      network: (layers) => loadGraph({ read: async (path) => (await fetch(`/models/inception-v3/${path}`)).arrayBuffer() }, layers),
      sliceMs: Infinity,
      onError: reportError,
    });
    const sky = new CloudSky(DEMO_SEED, SKY.width, SKY.height);
    await dream(engine, cloudsAt(sky, 0), false);
    await engine.prepared();
    await keepPicture('clouds.png', await engine.snapshot());
    const objectives: number[] = [];
    for (let index = 1; index <= 45; index++) {
      await dream(engine, cloudsAt(sky, index), true);
      const { objective } = engine.stats();
      if (objective !== null) objectives.push(objective);
    }
    await keepPicture('dream.png', await engine.snapshot());
    expect(engine.stats()).toMatchObject({ dreamt: 45, width: 128, height: 96 });
    const strength = rms(await detailOf(device, engine));
    await commands.writeFile('test-results/look/numbers.json', JSON.stringify({ strength, objectives }));
    expect(strength).toBeGreaterThan(0.12);
    expect(strength).toBeLessThan(0.25);
    expect(objectives.at(-1)).toBeGreaterThan(1.5 * (objectives[0] ?? NaN));
    engine.destroy();
  },
);
