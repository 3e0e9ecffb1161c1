import * as v from 'valibot';
import { CodedError } from '../coded-error.ts';

const wholeNumber = v.pipe(v.number(), v.integer(), v.minValue(0));

const file = v.object({ path: v.string(), bytes: wholeNumber, sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)) });

const layer = v.object({ name: v.string(), channels: wholeNumber, stride: v.number(), note: v.string(), offered: v.boolean() });

const model = v.object({ id: v.string(), name: v.string(), folder: v.string(), files: v.array(file), layers: v.array(layer) });

const catalogue = v.object({ models: v.pipe(v.array(model), v.minLength(1)) });

/** A file of a model: `path` in the model's folder, its size, and the SHA-256 of its bytes in hexadecimal. */
export interface ModelFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** A model of the catalogue. `folder` is relative to the catalogue. */
export interface ModelEntry {
  readonly id: string;
  readonly name: string;
  readonly folder: string;
  readonly files: readonly ModelFile[];
  readonly layers: readonly {
    readonly name: string;
    readonly channels: number;
    readonly stride: number;
    readonly note: string;
    readonly offered: boolean;
  }[];
}

/** Reads `catalogue.json`. @throws CodedError `model-missing` when it is not there, `model-corrupt` when it is not of its form */
export async function fetchCatalogue(modelsUrl: string): Promise<readonly ModelEntry[]> {
  const url = new URL('catalogue.json', modelsUrl).href;
  const response = await fetch(url, { cache: 'no-cache' }).catch((cause: unknown) => {
    throw new CodedError('model-missing', `The list of models could not be read from ${url}.`, { cause });
  });
  if (!response.ok) throw new CodedError('model-missing', `The list of models is not at ${url} (${String(response.status)}).`);
  const json: unknown = await response.json().catch(() => null);
  const parsed = v.safeParse(catalogue, json);
  if (parsed.success) return parsed.output.models;
  throw new CodedError('model-corrupt', `The list of models at ${url} is not one: ${parsed.issues[0].message}.`);
}
