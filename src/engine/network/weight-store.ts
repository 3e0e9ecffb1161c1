import { KernelBackend, getBackend, registerBackend, setBackend } from '@tensorflow/tfjs-core';

/** The name under which tfjs knows the store. */
const STORE = 'weight-store';

/** The arrays that tfjs hands a backend. */
type Values = Parameters<KernelBackend['write']>[0];

/**
 * The least that tfjs needs to make tensors of: it keeps their values in memory and runs no kernels.
 * `tf.io` decodes weights into tensors, and tensors need a backend; the smallest published one (the CPU's) is a file that plain Node cannot import.
 */
class WeightStore extends KernelBackend {
  readonly #values = new Map<object, Values>();

  override write(values: Values): object {
    const id = {};
    this.#values.set(id, values);
    return id;
  }

  override readSync(id: object): Values {
    const values = this.#values.get(id);
    if (!values) throw new Error('This weight has been disposed of.');
    return values;
  }

  override read(id: object): Promise<Values> {
    return Promise.resolve(this.readSync(id));
  }

  override disposeData(id: object): boolean {
    return this.#values.delete(id);
  }

  override refCount(id: object): number {
    return this.#values.has(id) ? 1 : 0;
  }

  override incRef(): void {
    // Weights are read once and never shared between tensors.
  }

  override numDataIds(): number {
    return this.#values.size;
  }

  override memory(): { unreliable: boolean } {
    return { unreliable: false };
  }

  override floatPrecision(): 32 {
    return 32;
  }

  override dispose(): void {
    this.#values.clear();
  }
}

/** Gives tfjs a place for tensors, unless the program has chosen a backend already: then that one does. */
export async function ensureTensorBackend(): Promise<void> {
  if (getBackend()) return;
  registerBackend(STORE, () => new WeightStore(), 0);
  await setBackend(STORE);
}
