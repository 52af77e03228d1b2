// A disk's partition tables, whichever it has. What of several signs counts: a whole GPT with its protective
// MBR over everything; then an MBR whose entries make sense, over a file system's boot sector or a BSD
// label that it was written over; where two tables disagree and nothing decides, neither.

import type { LbaSpan } from '../vocabulary/ranges.ts';
import { parseVfat } from './filesystems/dos.ts';
import { type Layout, NO_LAYOUT, type Partition } from './partition.ts';
import { type Extent, type ReadSectors, readChecked } from './sectors.ts';
import { type BsdLabel, readBsdLabel } from './tables/bsd.ts';
import { readGpt } from './tables/gpt.ts';
import { isPlausible, type Mbr, parseMbr, readMbrPartitions } from './tables/mbr.ts';

/** gpart's word for MBR type 0xa5. */
const BSD_SLICE = 'freebsd';

/** Never rejects for what is on the disk: what is damaged is left out, and said in `notes`. */
export async function readLayout(read: ReadSectors, disk: Extent): Promise<Layout> {
  if (disk.sectors < 1) return NO_LAYOUT;
  const sector = await readChecked(read, 0, 1, disk);
  const mbr = sector === null ? null : parseMbr(sector);
  if (sector === null || mbr?.isProtective) return withGpt(mbr, read, disk);
  const label = await wholeLabel(read, disk);
  const isContested =
    label !== null || parseVfat(sector, disk.sectors * disk.logicalBytes) !== null;
  const isUsable = mbr !== null && (!isContested || isPlausible(mbr, disk));
  const { layout: gpt, isPrimary } = await readGpt(read, disk, null);
  if (gpt !== null && isPrimary) {
    if (mbr === null || !isPlausible(mbr, disk))
      return { ...gpt, notes: ['the GPT has no protective MBR', ...gpt.notes] };
    const note = 'an MBR that protects no GPT, and a GPT: which of them is in use is not known';
    return { ...NO_LAYOUT, isUndecided: true, notes: [note] };
  }
  if (isUsable) return mbrLayout(mbr, read, disk, leftoverNotes(label));
  return label === null ? NO_LAYOUT : labelLayout(label);
}

/** A GPT is promised, or sector 0 cannot be read, without which a GPT stands and an MBR does not. */
async function withGpt(mbr: Mbr | null, read: ReadSectors, disk: Extent): Promise<Layout> {
  const { layout, why } = await readGpt(read, disk, mbr?.protectedEnd ?? null);
  const notes = mbr === null ? ['LBA 0, where the partition table begins, cannot be read'] : [];
  if (layout !== null) {
    if (mbr === null) notes[0] += '; the GPT behind it can';
    else if (mbr.entries.length > 0) {
      notes.push('the MBR is a hybrid: it has partitions beside the GPT, which counts');
    }
    return { ...layout, notes: [...layout.notes, ...notes] };
  }
  const label = await wholeLabel(read, disk);
  if (label !== null) return { ...labelLayout(label), notes: [...notes, ...label.notes] };
  if (mbr === null) return { ...NO_LAYOUT, notes: why === null ? notes : [...notes, why] };
  notes.push(await missingGptNote(why, read, disk));
  if (mbr.entries.length === 0) return { ...NO_LAYOUT, notes };
  return mbrLayout(mbr, read, disk, notes);
}

/** In the second sector: a disk that is "dangerously dedicated". */
function wholeLabel(read: ReadSectors, disk: Extent): Promise<BsdLabel | null> {
  return readBsdLabel(read, { firstLba: 0, lastLba: disk.sectors - 1 }, disk, '');
}

function labelLayout({ partitions, table, notes }: BsdLabel): Layout {
  return { scheme: 'bsd', isUndecided: false, partitions, tables: [table], notes };
}

function leftoverNotes(label: BsdLabel | null): string[] {
  if (label === null) return [];
  return ['a BSD label lies under the MBR, whose partitions count'];
}

async function mbrLayout(mbr: Mbr, read: ReadSectors, disk: Extent, before: readonly string[]) {
  const found = await readMbrPartitions(mbr, read, disk);
  const slices = await withLabels(found.partitions, read, disk);
  const notes = [...before, ...found.notes, ...slices.notes];
  if (slices.partitions.length === 0) return { ...NO_LAYOUT, notes };
  const tables = [...found.tables, ...slices.tables];
  const scheme = 'mbr' as const;
  return { scheme, isUndecided: false, partitions: slices.partitions, tables, notes };
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
