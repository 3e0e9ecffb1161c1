/** An error with a code to switch on and a message for people: what was expected, what came. */
export class CodedError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CodedError';
    this.code = code;
  }
}

/** The code of any error that has one; `fallback` for one that has none. */
export function codeOf(error: unknown, fallback: string): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : fallback;
}

/** What an error says, whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
