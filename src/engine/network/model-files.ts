import { EngineError } from '../errors.ts';

/** Where a model's files come from: fetched and cached in a browser, the file system in Node. */
export interface ModelFiles {
  /** @param path relative to the model's folder, e.g. `model.json` */
  read(path: string): Promise<ArrayBuffer>;
}

/**
 * Reads one file; what the files' owner throws becomes the cause of an EngineError.
 * @throws EngineError `model-missing`
 */
export async function readFile(files: ModelFiles, path: string): Promise<ArrayBuffer> {
  try {
    return await files.read(path);
  } catch (cause) {
    if (cause instanceof EngineError) throw cause;
    const detail = cause instanceof Error ? ` (${cause.message})` : '';
    throw new EngineError(
      'model-missing',
      `The model's file ${path} could not be read${detail}. Run \`npm run models\`, or check the connection and reload.`,
      { cause },
    );
  }
}
