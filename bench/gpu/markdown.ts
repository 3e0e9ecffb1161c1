import type { LeftOut } from './report.ts';

/** A table of Markdown, its numbers to the right. */
export function table(head: readonly string[], body: readonly (readonly string[])[]): readonly string[] {
  const line = (row: readonly string[]): string => `| ${row.join(' | ')} |`;
  return [line(head), line(head.map((_, index) => (index === 0 ? '---' : '---:'))), ...body.map(line)];
}

/** In a cell, where a bar would end it. */
export const reason = ({ leftOut }: LeftOut): string => `not measured: ${leftOut.replaceAll('|', '/')}`;
export const blank = (count: number): readonly string[] => Array.from({ length: count }, () => '');
export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
/** Enough of them to compare by. */
export const digits = (value: number): string => value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);
export const billions = (value: number, unit: string): string => `${digits(value)} ${unit}`;
