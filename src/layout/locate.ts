// From an LBA to the partition, the file system, and the file, free space or metadata there.

import { resolve } from 'node:path';
import { type DiskSystem, hostSystem } from '../disks/system.ts';
import { cleanText } from '../vocabulary/text.ts';
import type { Filesystem } from './filesystems/filesystem.ts';
import type { Identity } from './filesystems/identify.ts';
import { geomLayersOn } from './geom-layers.ts';
import { type Layer, layersOn, MEMBERS } from './layers.ts';
import { type Location, type Where, where } from './location.ts';
import { findOwners, type Place } from './owners/find.ts';
import { metadata, type Owner, unknown } from './owners/owner.ts';
import { type ReadingContext, readingOf } from './reading.ts';
import { mayTouch, withSecondWitness } from './second-witness.ts';
import type { Extent } from './sectors.ts';
import { openSectors } from './source.ts';
import { survey } from './survey.ts';
import { type RunTool, toolRunner } from './tool.ts';
import { blockNode, type OpenVolume, type Whole } from './volume.ts';

export interface LocateTarget extends Extent {
  /** What `open` takes: InspectedTarget.address. */
  readonly address: string;
  readonly kind: 'block' | 'file' | 'sim';
}

export interface LocateOptions {
  /** For all programs together, of which none takes longer than 20,000. Default 120,000: some go over every
   * inode of the disk. */
  timeoutMs?: number;
  /** Ends it at once: no program is left running. */
  signal?: AbortSignal;
  system?: DiskSystem;
  run?: RunTool;
  open?: typeof openSectors;
}

/** What is in front of a member's data. */
const HEADERS: ReadonlyMap<string, string> = new Map([
  ['crypto_LUKS', 'header of the encryption: its keys'],
  ['LVM2_member', 'header of LVM: which volumes are where'],
]);

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
  const end = performance.now() + timeoutMs;
  const context: Context = {
    system,
    run: options.run ?? toolRunner(timeoutMs, system.platform, undefined, signal),
    open: (path, logicalBytes, limitMs) => open(path, logicalBytes, limitMs, signal),
    leftMs: () => end - performance.now(),
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

interface Context extends ReadingContext {
  readonly run: RunTool;
}

/** Rejects where `whole` cannot be opened. */
async function locateWithin(
  whole: Whole,
  places: readonly Place[],
  context: Context,
  depth: number,
): Promise<Where[]> {
  const { found, volumes, notes } = await survey(whole, places, context);
  for (const { volume, partition, indexes, identity } of volumes) {
    const mine = indexes.map((index) => places[index]!);
    const owners = await locateWitnessed(volume, identity, mine, context, depth);
    for (const [position, index] of indexes.entries()) {
      const { filesystem, ...owner } = owners[position]!;
      found[index] = where(partition, filesystem, owner, notes);
    }
  }
  return found;
}

type InVolume = Owner & { filesystem: Filesystem | null };

/** Heard last, and only where there is something to contradict: on a disk that hangs it costs its time. */
async function locateWitnessed(
  volume: OpenVolume,
  identity: Identity,
  places: readonly Place[],
  context: Context,
  depth: number,
): Promise<InVolume[]> {
  const owners = await locateInVolume(volume, identity, places, context, depth);
  const isKnown = owners.some(({ use }) => use !== 'unknown');
  if (!isKnown && identity.filesystem !== null) return owners;
  const bytes = places.map(({ fromByte }) => fromByte - volume.startByte);
  if (mayTouch(bytes, volume)) return owners;
  const witnessed = await withSecondWitness(identity, volume, context.run);
  if (witnessed === identity) return owners;
  return locateInVolume(volume, witnessed, places, context, depth);
}

async function locateInVolume(
  volume: OpenVolume,
  { filesystem, notes }: Identity,
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
  const opened = { ...volume, filesystem, ...readingOf(volume, context) };
  const owners = await findOwners(opened, mine, context.run).catch((error: Error) =>
    places.map(() => unknown(cleanText(error.message, 200))),
  );
  return owners.map((owner) => {
    return { filesystem, ...owner, notes: [...owner.notes, ...filesystem.notes] };
  });
}

/** Goes on in the volume above, where it is there and says where in it each place lies. */
async function locateAbove(
  { node, path, offsetBytes }: OpenVolume,
  filesystem: Filesystem,
  places: readonly Place[],
  context: Context,
  depth: number,
): Promise<InVolume[]> {
  const isDeep = depth === DEPTH_LIMIT;
  const byGeom = context.system.platform === 'freebsd' && offsetBytes === 0 && !isDeep;
  const { layers, notes } = byGeom
    ? await geomLayersOn(path, context.system)
    : node === null || isDeep
      ? { layers: [], notes: [] }
      : await layersOn(node, context.run);
  const inactive = `a part of what is not active here (${filesystem.type})`;
  const none = layers.length > 0 ? 'in no volume that is active here' : inactive;
  const found: InVolume[] = places.map(() => {
    return { filesystem, ...unknown(...(notes.length > 0 ? notes : [none])) };
  });
  const header = HEADERS.get(filesystem.type);
  if (header !== undefined) {
    for (const [index, { fromByte }] of places.entries()) {
      if (fromByte < filesystem.headerBytes) found[index] = { filesystem, ...metadata(header) };
    }
  }
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
  { whole, words }: Layer,
  places: readonly Place[],
  context: Context,
  depth: number,
): Promise<(Owner & { filesystem?: Filesystem })[]> {
  try {
    const found = await locateWithin(whole, places, context, depth + 1);
    return found.map(({ use, file, fileBytes, filesystem, notes }) => {
      const owner = { use, file, fileBytes, notes: [`in ${words}`, ...notes] };
      return { ...owner, ...(filesystem && { filesystem }) };
    });
  } catch (error) {
    const why = `${words} could not be opened: ${cleanText((error as Error).message, 200)}`;
    return places.map(() => unknown(why));
  }
}
