// What surfscan reads itself before it asks programs: tables and superblocks, and so which places lie in
// which volume.

import type { DiskSystem } from '../disks/system.ts';
import { identify } from './filesystems/identify.ts';
import { type Where, where } from './location.ts';
import type { Place } from './owners/find.ts';
import { metadata, type Owner, unknown } from './owners/owner.ts';
import { type Layout, type Partition, partitionAt } from './partition.ts';
import { isTableSector, readLayout } from './read-layout.ts';
import type { SectorSource } from './source.ts';
import { withSystemPartitions } from './system-partitions.ts';
import { volumeOf, type Whole } from './volume.ts';

export interface SurveyContext {
  readonly system: DiskSystem;
  readonly open: (path: string, logicalBytes: number, limitMs?: number) => Promise<SectorSource>;
}

/**
 * `found` has what is known without a program; the indexes of all other places are in `volumes`. Rejects
 * where `whole` cannot be opened. It is closed again before programs are asked: whoever closes a disk
 * last waits for what the others were reading, and if one of them hangs and is killed, that must not be
 * us.
 */
export async function survey(whole: Whole, places: readonly Place[], context: SurveyContext) {
  const source = await context.open(whole.path, whole.logicalBytes);
  try {
    const table = await readLayout(source.read, whole);
    const layout = await withSystemPartitions(table, whole, source.read, context.system);
    const { partitions, notes } = layout;
    const found: Where[] = new Array(places.length);
    const groups = new Map<Partition | null, number[]>();
    for (const [index, { fromByte }] of places.entries()) {
      const lba = Math.floor(fromByte / whole.logicalBytes);
      const partition = partitionAt(partitions, lba);
      const outside = ownerOutside(layout, partition, lba);
      const known = partition === 'several' ? null : partition;
      if (outside === null) groups.set(known, [...(groups.get(known) ?? []), index]);
      else found[index] = where(layout.isGuess ? null : known, null, outside, notes);
    }
    const volumes = [];
    for (const [partition, indexes] of groups) {
      const volume = await volumeOf(whole, partition, source.read, context.system);
      const identity = await identify(volume.read, volume);
      volumes.push({ volume, partition: layout.isGuess ? null : partition, indexes, identity });
    }
    return { found, volumes, notes };
  } finally {
    await source.close();
  }
}

/** What is known without a file system; null: one may be there. */
function ownerOutside(
  layout: Layout,
  partition: Partition | null | 'several',
  lba: number,
): Owner | null {
  if (layout.isUndecided) return unknown();
  if (isTableSector(layout, lba)) return metadata('partition table');
  if (partition === 'several') return unknown('partitions that overlap both have it');
  if (partition === null) {
    const note = 'in no partition: no file system has it, but boot loaders may';
    return layout.partitions.length > 0 ? unknown(note) : null;
  }
  const isContainer = partition.children.length > 0 || partition.type === 'ebr';
  return isContainer
    ? unknown(`in partition ${partition.index}, in none of those inside it`)
    : null;
}
