import type { ModelFiles } from '../../src/engine/network/load.ts';
import type { Sketch } from './keras-layers.ts';

/** A small model in memory, made for one test: the layers in order, every weight from `values` by name, else from a fixed sequence. */
export function modelOf(sketches: readonly Sketch[], values: Readonly<Record<string, readonly number[]>> = {}): ModelFiles {
  const weights = sketches.flatMap((sketch) => sketch.weights);
  const numbers = weights.flatMap(({ name, shape }) => {
    const size = shape.reduce((product, side) => product * side, 1);
    return values[name] ?? Array.from({ length: size }, (_, index) => ((index * 7) % 11) / 11 - 0.4);
  });
  const json = {
    modelTopology: { class_name: 'Model', config: { name: 'small', layers: sketches.map((sketch) => sketch.layer) } },
    weightsManifest: [{ paths: ['weights.bin'], weights: weights.map(({ name, shape }) => ({ name, shape, dtype: 'float32' })) }],
  };
  return filesOf({ 'model.json': JSON.stringify(json), 'weights.bin': Float32Array.from(numbers) });
}

/** Files in memory by path; any other path is refused, as a missing file is. */
export function filesOf(files: Readonly<Record<string, string | Float32Array>>): ModelFiles {
  return {
    read(path) {
      const file = files[path];
      if (file === undefined) return Promise.reject(new Error(`404 ${path}`));
      return Promise.resolve(new Uint8Array(typeof file === 'string' ? new TextEncoder().encode(file) : file.slice().buffer).buffer);
    },
  };
}
