import type { Precision } from '../kernels/compose.ts';

/** Where tunings are kept from one visit to the next. What fails to be read or written is only measured again. */
export interface TuningStore {
  read(key: string): Promise<string | null>;
  write(key: string, value: string): Promise<void>;
}

/** What a tuning is kept under: another adapter, other layers and another precision have their own. */
export function storeKey(device: GPUDevice, layers: readonly string[], precision: Precision): string {
  // Older browsers tell it of the adapter alone.
  const { vendor, architecture, device: model, description } = (device as Partial<GPUDevice>).adapterInfo ?? {};
  const adapter = [vendor, architecture, model, description].filter(Boolean).join(' ') || 'unnamed adapter';
  return [adapter, layers.join('+'), precision].join(', ');
}

/** The tuning under a key; `null` where there is none, or the store cannot be read. */
export async function readTuning(store: TuningStore, key: string): Promise<string | null> {
  return await store.read(key).catch(() => null);
}

/** Keeps a tuning; a full or closed store costs the next visit its measurements, no more. */
export async function writeTuning(store: TuningStore, key: string, value: string): Promise<void> {
  await store.write(key, value).catch(() => undefined);
}
