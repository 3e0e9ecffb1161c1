/** `list[index]` for an index that is known to be inside. */
export function at<T>(list: readonly T[], index: number): T {
  const value = list[index];
  if (value === undefined) throw new RangeError(`Expected an index below ${String(list.length)}, got ${String(index)}.`);
  return value;
}
