// The order of a fleet's disks: who needs somebody comes first.

import type { Compared } from './compare.ts';

export const STANDINGS = ['unfit', 'not finished', 'slow for the model', 'weak', 'fit'] as const;
export type Standing = (typeof STANDINGS)[number];

export function standingOf({ card: { summary }, isSlow, slowParts }: Compared): Standing {
  if (summary.verdict === 'fail') return 'unfit';
  if (summary.verdict === 'incomplete') return 'not finished';
  if (isSlow || slowParts > 0) return 'slow for the model';
  return summary.weakSectors + summary.slowBlocks + summary.slowZones > 0 ? 'weak' : 'fit';
}

export function worstFirst(disks: readonly Compared[]): readonly Compared[] {
  const keys = new Map(disks.map((disk) => [disk, gravity(disk)]));
  return [...disks].sort((a, b) => {
    const [first, second] = [keys.get(a)!, keys.get(b)!];
    const at = first.findIndex((value, i) => value !== second[i]);
    return at < 0 ? 0 : second[at]! - first[at]!;
  });
}

/** More is worse; what comes first decides. */
function gravity(disk: Compared): readonly number[] {
  const { coverage, slowBlocks, slowZones, weakSectors } = disk.card.summary;
  return [
    STANDINGS.length - STANDINGS.indexOf(standingOf(disk)),
    coverage.bad,
    slowZones,
    slowBlocks,
    weakSectors,
    coverage.unread / coverage.total,
    disk.slowParts,
    -(disk.part ?? 1),
  ];
}
