// Slow blocks as reports list them: neighbours that answered alike are one.

import { isSlowAgain, type SlowBlock } from '../vocabulary/defects.ts';

/** When it was read again, alone. */
export type SlowAnswer = 'slow again' | 'not read again' | 'once slow';

export function slowAnswer(block: Pick<SlowBlock, 'againNs'>): SlowAnswer {
  if (block.againNs === null) return 'not read again';
  return isSlowAgain(block) ? 'slow again' : 'once slow';
}

/** Of blocks in order of LBA: each extent with the worst latencies of its blocks. */
export function slowExtents(blocks: readonly SlowBlock[]): readonly SlowBlock[] {
  const extents: SlowBlock[] = [];
  for (const block of blocks) {
    const last = extents.at(-1);
    if (last?.to !== block.from || slowAnswer(last) !== slowAnswer(block)) {
      extents.push({ ...block });
      continue;
    }
    extents[extents.length - 1] = {
      ...last,
      to: block.to,
      latencyNs: Math.max(last.latencyNs, block.latencyNs),
      late: last.late || block.late,
      againNs: last.againNs === null ? null : Math.max(last.againNs, block.againNs!),
    };
  }
  return extents;
}
