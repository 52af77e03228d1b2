// Several measurements as one line: the middle one, and how far apart they lie.

export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('no values');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle]!;
  return sorted.length % 2 === 1 ? upper : (sorted[middle - 1]! + upper) / 2;
}

/** "1.042 (1.031 … 1.060, n = 5)" */
export function spread(values: readonly number[], digits = 3): string {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const range = `${least.toFixed(digits)} … ${most.toFixed(digits)}`;
  return `${median(values).toFixed(digits)} (${range}, n = ${values.length})`;
}
