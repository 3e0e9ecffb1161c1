/** A command line that cannot be followed: the message says which part, what it takes and what came. */
export class UsageError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'UsageError';
  }
}
