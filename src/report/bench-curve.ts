// A transfer curve in one line of text.

import { columnsOf } from '../benchmark/columns.ts';
import type { SequentialResult } from '../benchmark/result.ts';

const LEVELS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/**
 * From a disk's first sector to its last in `width` columns, from 0 to `most` bytes a second.
 * A blank: nothing of it was read.
 */
export function curveLine(
  { zones, zonesPlanned }: SequentialResult,
  width: number,
  most: number,
): string {
  const glyph = (speed: number | null) =>
    speed === null ? ' ' : LEVELS[Math.min(7, Math.floor((speed / most) * 8))]!;
  return columnsOf(zones, zonesPlanned, width).map(glyph).join('');
}
