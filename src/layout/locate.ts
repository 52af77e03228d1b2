// From an LBA to the partition, the file system, and the file, free space or metadata there.

import { join, resolve } from 'node:path';
import { readNumber } from '../disks/linux/sysfs.ts';
import { type DiskSystem, hostSystem } from '../disks/system.ts';
import { cleanText } from '../vocabulary/text.ts';
import { UNIT_BYTES } from '../vocabulary/units.ts';
import type { Filesystem } from './filesystems/filesystem.ts';
import { identify } from './filesystems/identify.ts';
import { type Layer, layersOn, MEMBERS } from './layers.ts';
import { findOwners, type Place } from './owners/find.ts';
import { type BlockUse, metadata, type Owner, unknown } from './owners/owner.ts';
import { type Partition, partitionAt } from './partition.ts';
import { isTableSector, readLayout } from './read-layout.ts';
import type { Extent } from './sectors.ts';
import { openSectors, type SectorSource } from './source.ts';
import { type RunTool, toolRunner } from './tool.ts';
import { blockNode, type OpenVolume, volumeOf, type Whole } from './volume.ts';

export interface Location {
  readonly lba: number;
  readonly partition: Partition | null;
  readonly filesystem: Filesystem | null;
  readonly use: BlockUse;
  /** From the root of its file system. A directory's block is metadata, with its path here. */
  readonly file: string | null;
  /** What it is for, through which volume, what could not be told and how it could. */
  readonly notes: readonly string[];
}

export interface LocateTarget extends Extent {
  /** What `open` takes: InspectedTarget.address. */
  readonly address: string;
  readonly kind: 'block' | 'file' | 'sim';
}

export interface LocateOptions {
  /** For all programs together. Default 120,000: some go over every inode of the disk. */
  timeoutMs?: number;
  /** Ends it at once: no program is left running. */
  signal?: AbortSignal;
  system?: DiskSystem;
  run?: RunTool;
  open?: typeof openSectors;
}

/** LVM on encryption on RAID is three. */
const DEPTH_LIMIT = 4;

/**
 * One Location an LBA, in their order. Does not reject for what the disk or a program says: what is not
 * known is `unknown`, and `notes` say why. Programs are asked once for all LBAs of a volume, and look up
 * a bounded number (each at least its 16 first, ext and XFS 512).
 */
export async function locate(
  lbas: readonly number[],
  target: LocateTarget,
  options: LocateOptions = {},
): Promise<Location[]> {
  const nowhere = (lba: number, notes: readonly string[]): Location => {
    return { lba, partition: null, filesystem: null, ...unknown(...notes) };
  };
  if (target.kind === 'sim') return lbas.map((lba) => nowhere(lba, []));
  const { system = hostSystem, timeoutMs = 120_000, signal, open = openSectors } = options;
  const context: Context = {
    system,
    run: options.run ?? toolRunner(timeoutMs, system.platform, undefined, signal),
    open: (path, logicalBytes) => open(path, logicalBytes, undefined, signal),
  };
  const places = lbas.map((lba) => {
    return { fromByte: lba * target.logicalBytes, bytes: target.logicalBytes };
  });
  const node = target.kind === 'block' ? await blockNode(target.address, system) : null;
  // From the root: a program takes an image that is called "-w" for an option.
  const path = resolve(target.address);
  const within = { ...target, isImage: target.kind === 'file', node, path };
  const found = await locateWithin(within, places, context, 0).catch((error: Error) =>
    lbas.map((lba) =>
      nowhere(lba, [`${cleanText(target.address, 200)}: ${cleanText(error.message, 200)}`]),
    ),
  );
  return found.map((where, index) => ({ ...where, lba: lbas[index]! }));
}

interface Context {
  readonly system: DiskSystem;
  readonly run: RunTool;
  readonly open: (path: string, logicalBytes: number) => Promise<SectorSource>;
}

type Where = Omit<Location, 'lba'>;

/** Rejects where `whole` cannot be opened. */
async function locateWithin(
  whole: Whole,
  places: readonly Place[],
  context: Context,
  depth: number,
): Promise<Where[]> {
  const { found, volumes, notes } = await surveyed(whole, places, context);
  for (const { volume, partition, indexes, identity } of volumes) {
    const mine = indexes.map((index) => places[index]!);
    const owners = await locateInVolume(volume, identity, mine, context, depth);
    for (const [position, index] of indexes.entries()) {
      const { filesystem, ...owner } = owners[position]!;
      found[index] = where(partition, filesystem, owner, notes);
    }
  }
  return found;
}

/**
 * What we read ourselves: where each place lies, and what is there. Closed again before programs are
 * asked: whoever closes a disk last waits for what the others were reading, and if one of them hangs
 * and is killed, that must not be us.
 */
async function surveyed(whole: Whole, places: readonly Place[], context: Context) {
  const source = await context.open(whole.path, whole.logicalBytes);
  try {
    const layout = await readLayout(source.read, whole);
    const { partitions, notes } = layout;
    const found: Where[] = new Array(places.length);
    const groups = new Map<Partition | null, number[]>();
    for (const [index, { fromByte }] of places.entries()) {
      const lba = Math.floor(fromByte / whole.logicalBytes);
      const partition = partitionAt(partitions, lba);
      const outside = ownerOutside(partition, partitions.length > 0, isTableSector(layout, lba));
      const known = partition === 'several' ? null : partition;
      if (outside === null) groups.set(known, [...(groups.get(known) ?? []), index]);
      else found[index] = where(known, null, outside, notes);
    }
    const volumes = [];
    for (const [partition, indexes] of groups) {
      const volume = await volumeOf(whole, partition, source.read, context.system);
      volumes.push({ volume, partition, indexes, identity: await identify(volume.read, volume) });
    }
    return { found, volumes, notes };
  } finally {
    await source.close();
  }
}

function where(
  partition: Partition | null,
  filesystem: Filesystem | null,
  { use, file, notes }: Owner,
  tableNotes: readonly string[],
): Where {
  return { partition, filesystem, use, file, notes: [...notes, ...tableNotes] };
}

/** What needs no file system to be told; null: look into it. */
function ownerOutside(
  partition: Partition | null | 'several',
  hasPartitions: boolean,
  isTable: boolean,
): Owner | null {
  if (isTable) return metadata('partition table');
  if (partition === 'several') return unknown('partitions that overlap both have it');
  if (partition === null) {
    const note = 'in no partition: no file system has it, but boot loaders may';
    return hasPartitions ? unknown(note) : null;
  }
  const isContainer = partition.children.length > 0 || partition.type === 'ebr';
  return isContainer
    ? unknown(`in partition ${partition.index}, in none of those inside it`)
    : null;
}

type InVolume = Owner & { filesystem: Filesystem | null };

async function locateInVolume(
  volume: OpenVolume,
  { filesystem, notes }: Awaited<ReturnType<typeof identify>>,
  places: readonly Place[],
  context: Context,
  depth: number,
): Promise<InVolume[]> {
  if (filesystem === null) {
    const note = 'no file system that is known here';
    return places.map(() => ({ filesystem, ...unknown(...(notes.length > 0 ? notes : [note])) }));
  }
  const mine = places.map(({ fromByte, bytes }) => ({
    fromByte: fromByte - volume.startByte,
    bytes,
  }));
  if (MEMBERS.has(filesystem.type)) {
    return locateAbove(volume, filesystem, mine, context, depth);
  }
  const owners = await findOwners({ ...volume, filesystem }, mine, context.run);
  return owners.map((owner) => {
    return { filesystem, ...owner, notes: [...owner.notes, ...filesystem.notes] };
  });
}

/** Goes on in the volume above, where it is there and says where in it each place lies. */
async function locateAbove(
  { node }: OpenVolume,
  filesystem: Filesystem,
  places: readonly Place[],
  context: Context,
  depth: number,
): Promise<InVolume[]> {
  const { layers, notes } =
    node === null || depth === DEPTH_LIMIT
      ? { layers: [], notes: [] }
      : await layersOn(node, context.run);
  const inactive = `a part of what is not active here (${filesystem.type})`;
  const none = layers.length > 0 ? 'in no volume that is active here' : inactive;
  const found: InVolume[] = places.map(() => {
    return { filesystem, ...unknown(...(notes.length > 0 ? notes : [none])) };
  });
  for (const layer of layers) {
    const inside: { index: number; place: Place }[] = [];
    for (const [index, { fromByte, bytes }] of places.entries()) {
      const at = layer.place(fromByte);
      if (typeof at === 'number') inside.push({ index, place: { fromByte: at, bytes } });
      else if (at !== null) found[index] = { filesystem, ...at };
    }
    if (inside.length === 0) continue;
    const owners = await locateInLayer(
      layer,
      inside.map(({ place }) => place),
      context,
      depth,
    );
    for (const [position, { index }] of inside.entries()) {
      found[index] = { filesystem, ...owners[position]! };
    }
  }
  return found;
}

async function locateInLayer(
  { node, words }: Layer,
  places: readonly Place[],
  context: Context,
  depth: number,
): Promise<(Owner & { filesystem?: Filesystem })[]> {
  const units = (await readNumber(join(node.dir, 'size'))) ?? 0;
  const whole = { path: node.path, isImage: false, node, sectors: units, logicalBytes: UNIT_BYTES };
  try {
    const found = await locateWithin(whole, places, context, depth + 1);
    return found.map(({ use, file, filesystem, notes }) => {
      return { use, file, notes: [`in ${words}`, ...notes], ...(filesystem && { filesystem }) };
    });
  } catch (error) {
    const why = `${words} could not be opened: ${cleanText((error as Error).message, 200)}`;
    return places.map(() => unknown(why));
  }
}
