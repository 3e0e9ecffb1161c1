/** A Markdown table: words on the left, numbers on the right. */
export function table(head: readonly string[], body: readonly (readonly string[])[]): readonly string[] {
  const line = (row: readonly string[]): string => `| ${row.join(' | ')} |`;
  return [line(head), line(head.map((_, index) => (index === 0 ? '---' : '---:'))), ...body.map(line)];
}

export const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
export const microseconds = (value: number): string => `${value < 1000 ? value.toFixed(1) : value.toFixed(0)} µs`;
export const small = (value: number): string => value.toExponential(1);
/** Enough digits to see how far from 1. */
export const cosine = (value: number): string => value.toFixed(value > 0.9999 ? 8 : 4);
