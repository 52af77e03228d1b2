// A disk's partition tables, whichever it has.

import type { LbaSpan } from '../vocabulary/ranges.ts';
import { parseVfat } from './filesystems/dos.ts';
import { type Layout, NO_LAYOUT, type Partition } from './partition.ts';
import { type Extent, type ReadSectors, readChecked } from './sectors.ts';
import { readBsdLabel } from './tables/bsd.ts';
import { readGpt } from './tables/gpt.ts';
import { parseMbr, readMbrPartitions } from './tables/mbr.ts';

/** gpart's word for MBR type 0xa5. */
const BSD_SLICE = 'freebsd';

/** Never rejects for what is on the disk: what is damaged is left out, and said in `notes`. */
export async function readLayout(read: ReadSectors, disk: Extent): Promise<Layout> {
  if (disk.sectors < 1) return NO_LAYOUT;
  // Before the MBR, as on FreeBSD: a dedicated disk has a label, and before it a made-up MBR.
  const whole = { firstLba: 0, lastLba: disk.sectors - 1 };
  const label = await readBsdLabel(read, whole, disk, '');
  if (label !== null) {
    const { partitions, table, notes } = label;
    return { scheme: 'bsd', partitions, tables: [table], notes };
  }
  const sector = await readChecked(read, 0, 1, disk);
  if (sector === null) return layoutWithoutMbr(read, disk);
  const mbr =
    parseVfat(sector, disk.sectors * disk.logicalBytes) === null ? parseMbr(sector) : null;
  if (mbr === null) return NO_LAYOUT;
  const notes: string[] = [];
  if (mbr.isProtective) {
    const { layout, why } = await readGpt(read, disk);
    if (layout !== null) {
      const hybrid = 'the MBR is a hybrid: it has partitions beside the GPT, which counts';
      return mbr.entries.length === 0 ? layout : { ...layout, notes: [...layout.notes, hybrid] };
    }
    notes.push(await missingGptNote(why, read, disk));
  }
  const found = await readMbrPartitions(mbr, read, disk);
  const slices = await withLabels(found.partitions, read, disk);
  const tables = [...found.tables, ...slices.tables];
  notes.push(...found.notes, ...slices.notes);
  if (slices.partitions.length === 0) return { ...NO_LAYOUT, notes };
  return { scheme: 'mbr', partitions: slices.partitions, tables, notes };
}

/** Sector 0 cannot be read: a GPT stands without it, an MBR does not. */
async function layoutWithoutMbr(read: ReadSectors, disk: Extent): Promise<Layout> {
  const note = 'LBA 0, where the partition table begins, cannot be read';
  const { layout } = await readGpt(read, disk);
  if (layout === null) return { ...NO_LAYOUT, notes: [note] };
  return { ...layout, notes: [`${note}; the GPT behind it can`, ...layout.notes] };
}

/** An image of a 4Kn disk read in 512-byte sectors, or the other way, has its GPT elsewhere. */
async function missingGptNote(why: string | null, read: ReadSectors, disk: Extent) {
  const other = disk.logicalBytes === 512 ? 4096 : 512;
  const bytes = await readChecked(read, 0, Math.ceil((other + 8) / disk.logicalBytes), disk);
  if (why === null && bytes?.toString('latin1', other, other + 8) === 'EFI PART') {
    return `the GPT is made for sectors of ${other} bytes, not of ${disk.logicalBytes}`;
  }
  return why ?? 'the MBR says that there is a GPT, and there is none';
}

async function withLabels(slices: readonly Partition[], read: ReadSectors, disk: Extent) {
  const partitions: Partition[] = [];
  const tables: LbaSpan[] = [];
  const notes: string[] = [];
  for (const slice of slices) {
    const label =
      slice.type === BSD_SLICE ? await readBsdLabel(read, slice, disk, slice.suffix) : null;
    partitions.push(label === null ? slice : { ...slice, children: label.partitions });
    if (label !== null) tables.push(label.table);
    notes.push(...(label?.notes ?? []));
  }
  return { partitions, tables, notes };
}

/** Whether `lba` is a sector of a partition table. */
export function isTableSector(layout: Layout, lba: number): boolean {
  return layout.tables.some(({ firstLba, lastLba }) => firstLba <= lba && lba <= lastLba);
}
