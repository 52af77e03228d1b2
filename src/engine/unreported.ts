// A worker writes a block's byte, and its record comes with a message later: until then a failure is in
// the map, and nothing else is known of it.

import { FIRST_ERROR_BYTE } from '../vocabulary/classes.ts';
import type { BlockRange } from '../vocabulary/ranges.ts';
import type { ScanContext } from './context.ts';

/** Failed blocks in these ranges of which no reading was recorded: it may have come late, and a late block
 * is not bad before it is read again. */
export function* unreportedFailures(
  {
    map,
    grid,
    findings: { failed, bad, weak, slow },
  }: Pick<ScanContext, 'map' | 'grid' | 'findings'>,
  ranges: Iterable<BlockRange>,
): Generator<BlockRange> {
  for (const { first, end } of ranges) {
    for (let block = first; block < end; block++) {
      if (map[block]! < FIRST_ERROR_BYTE) continue;
      const [from, to] = [grid.startOf(block), grid.endOf(block)];
      const isRecorded =
        [failed, bad, weak].some((list) => list.overlaps(from, to)) || slow.has(from);
      if (!isRecorded) yield { first: block, end: block + 1 };
    }
  }
}
