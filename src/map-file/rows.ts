// Sorted, disjoint ranges with some whole numbers each, as one list of numbers: how far each begins behind the
// end of the last, how long it is, the numbers.

import { usageError } from '../vocabulary/errors.ts';
import type { LbaRange } from '../vocabulary/ranges.ts';

export interface Row extends LbaRange {
  readonly more: readonly number[];
}

export function packRows<T extends LbaRange>(
  items: readonly T[],
  more: (item: T) => readonly number[] = () => [],
): number[] {
  let reached = 0;
  return items.flatMap((item) => {
    const gap = item.from - reached;
    reached = item.to;
    return [gap, item.to - item.from, ...more(item)];
  });
}

/** `more`: how many numbers each has. Throws ERR_USAGE that names the list. */
export function rowsOf(list: readonly unknown[], more: number, name: string): Row[] {
  const width = 2 + more;
  const isRight = (value: unknown) => Number.isSafeInteger(value) && Number(value) >= 0;
  if (list.length % width !== 0 || !list.every(isRight)) {
    throw usageError(`state.compared.${name}: expected ranges, each ${width} whole numbers`);
  }
  const numbers = list as number[];
  let reached = 0;
  return Array.from({ length: numbers.length / width }, (_, i) => {
    const [gap, sectors, ...rest] = numbers.slice(i * width, (i + 1) * width);
    const from = reached + gap!;
    reached = from + sectors!;
    if (sectors! > 0 && Number.isSafeInteger(reached)) return { from, to: reached, more: rest };
    throw usageError(`state.compared.${name}: expected LBAs that go upwards`);
  });
}
