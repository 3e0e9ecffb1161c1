import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { GradientTool, layersOf, loadGraph } from '../engine/index.ts';
import type { Picture, Picture8 } from '../engine/index.ts';
import { parseObjective } from '../streams/settings/objective-text.ts';
import { openDawn } from './dawn.ts';
import { modelFolder } from './model-folder.ts';
import { readPicture } from './picture-file.ts';

const usage = `npm run gradient -- picture.png --objective mixed3:mean:1,mixed5:mean:1 [--model inception-v3] [--out gradient.f32]

Prints the objective's value for the picture at its own size (pixel p → −1 + p / 127.5) and writes its gradient with respect to
the picture as little-endian float32, [height][width][RGB]. Terms: layer:kind:weight with the kinds mean, energy,
channel=3 or channel=3+7+9, neuron=channel@x/y (x and y from 0 to 1) and class=N.
`;

/** The command line of `npm run gradient`. Returns the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      objective: { type: 'string' },
      model: { type: 'string', default: 'inception-v3' },
      out: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const [path, ...others] = positionals;
  if (values.help || path === undefined || others.length > 0 || values.objective === undefined) {
    process.stderr.write(usage);
    return values.help ? 0 : 2;
  }
  const objective = parseObjective(values.objective);
  const layers = layersOf(objective);
  const picture = asNetworksSee(await readPicture(path));
  const graph = await loadGraph(modelFolder(values.model), layers);
  const { device, adapter } = await openDawn();
  try {
    const tool = await GradientTool.create(device, graph, picture, layers);
    const { value, gradient } = await tool.run(picture, objective);
    process.stdout.write(`adapter    ${adapter.description}\npicture    ${String(picture.width)} × ${String(picture.height)}\n`);
    process.stdout.write(`objective  ${String(value)}\n`);
    if (values.out !== undefined) {
      await writeFile(values.out, gradient);
      process.stdout.write(`gradient   ${values.out}: ${String(picture.height)} × ${String(picture.width)} × 3 float32\n`);
    }
    tool.destroy();
  } finally {
    device.destroy();
  }
  return 0;
}

/** HWC, RGB, pixel p → −1 + p / 127.5. */
function asNetworksSee({ width, height, data }: Picture8): Picture {
  const values = Float32Array.from(
    { length: width * height * 3 },
    (_, index) => -1 + (data[Math.floor(index / 3) * 4 + (index % 3)] ?? 0) / 127.5,
  );
  return { width, height, data: values };
}
