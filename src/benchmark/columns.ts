// A transfer curve cut into columns.

import type { Zone } from './result.ts';

/**
 * Bytes a second in each of so many equal parts of the disk, upwards; null: nothing was read there.
 * Where zones are fewer than columns each fills several, else a column is the mean of its zones.
 */
export function columnsOf(
  zones: readonly Zone[],
  planned: number,
  columns: number,
): (number | null)[] {
  const speeds = new Map(zones.map(({ index, bytesPerSecond }) => [index, bytesPerSecond]));
  return Array.from({ length: columns }, (_, column) => {
    const first = Math.floor((column * planned) / columns);
    const end = Math.max(first + 1, Math.floor(((column + 1) * planned) / columns));
    const found: number[] = [];
    for (let zone = first; zone < end; zone++) {
      const speed = speeds.get(zone);
      if (speed !== undefined) found.push(speed);
    }
    if (found.length === 0) return null;
    return found.reduce((sum, speed) => sum + speed, 0) / found.length;
  });
}
