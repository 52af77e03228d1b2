// Opens a target once, asks what it is, closes it, and gathers what the system knows of it besides.

import { resolve } from 'node:path';
import type { NativeInspection } from '../addon/interface.ts';
import type { InspectedTarget } from '../vocabulary/device.ts';
import { cleanText } from '../vocabulary/text.ts';
import { withDeadline } from './deadline.ts';
import { fileKey, type IdentifiedTarget } from './distinct.ts';
import { describeLinuxTarget } from './linux/target.ts';
import { assertScannable, emptyError } from './linux/unscannable.ts';
import { noAnswer, type OpenFailure, openError } from './open-error.ts';
import { isPhysicalGuessed } from './physical-word.ts';
import { inspectSim } from './sim.ts';
import { type DiskSystem, hostSystem } from './system.ts';
import type { SystemDescription } from './system-description.ts';
import { resolveTarget } from './target.ts';

export { assertDistinct } from './distinct.ts';

const IMAGE_SECTOR_BYTES = 512;

export interface InspectOptions {
  /** Sector bytes of images: 512 unless told otherwise. A real disk has its own. */
  sectorSize?: number;
  /** Default 30,000: a disk in standby takes its time, a dead one must not take for ever. */
  timeoutMs?: number;
}

/** Resolves a target argument, opens it once for reading, asks what it is. Throws SurfscanError with
 * a message that says what to do. */
export async function inspectTarget(
  argument: string,
  options: InspectOptions = {},
  system: DiskSystem = hostSystem,
): Promise<InspectedTarget> {
  const timeoutMs = options.timeoutMs ?? 30_000;
  return withDeadline(inspect(argument, options, system), timeoutMs, () =>
    noAnswer(argument, timeoutMs),
  );
}

async function inspect(
  argument: string,
  options: InspectOptions,
  system: DiskSystem,
): Promise<IdentifiedTarget> {
  const address = await resolveTarget(argument, system);
  if (address.kind === 'sim') return inspectSim(address.spec, system);

  const { path } = address;
  const native = await system.native();
  let inspection: NativeInspection;
  try {
    inspection = await native.inspect(path, options.sectorSize ?? IMAGE_SECTOR_BYTES);
  } catch (cause) {
    const error = openError(path, cause as OpenFailure, system);
    const isOdd = error.code === 'ERR_EMPTY' && system.platform === 'linux';
    throw isOdd ? await emptyError(path, error, system) : error;
  }
  if (inspection.kind === 'block' && system.platform === 'linux') {
    await assertScannable(path, system);
  }
  const described =
    inspection.kind === 'file'
      ? await describeImage(path, system)
      : await describeDisk(path, inspection, system);
  const { geometry } = inspection;
  return {
    address: path,
    node: geometry.node,
    device: {
      path: cleanText(await linkedPath(path, system)),
      kind: inspection.kind,
      sectors: geometry.sectors,
      logicalBytes: geometry.logicalBytes,
      physicalBytes: geometry.physicalBytes,
      ...described.disk,
    },
    physicalFirstLba: geometry.physicalFirstLba,
    isPhysicalGuessed: isPhysicalGuessed(system.platform, described.disk.bus),
    partitions: described.partitions,
    cacheBypassed: inspection.cacheBypassed,
    ...(described.discards === undefined ? {} : { discards: described.discards }),
    ...(described.controller === undefined ? {} : { controller: described.controller }),
    ...(described.drive === undefined ? {} : { drive: described.drive }),
    notes: [...geometryNotes(inspection, options), ...described.notes],
    warnings: [...described.warnings, ...inUseWarnings(cleanText(path), described.disk.inUse)],
    clockRate: 1,
    simSharedBytes: 0,
    identity: described.identity,
  };
}

/** What a link leads to, as a link may be another disk's tomorrow; any other path as it was typed. */
async function linkedPath(path: string, system: DiskSystem): Promise<string> {
  const real = await system.realpath(path).catch(() => path);
  return real === resolve(path) ? path : real;
}

/** FreeBSD's way is loaded there only: its parser of XML is large. */
async function describeDisk(path: string, inspection: NativeInspection, system: DiskSystem) {
  if (system.platform === 'freebsd') {
    const { describeFreebsdTarget } = await import('./freebsd/target.ts');
    return describeFreebsdTarget(path, inspection, system);
  }
  return describeLinuxTarget(path, inspection, system);
}

async function describeImage(path: string, system: DiskSystem): Promise<SystemDescription> {
  const nobody = { model: null, serial: null, firmware: null, wwn: null };
  // Links, hard or symbolic, lead to one inode. (Gone since it was opened: known by its name.)
  const key = await system.stat(path).then(fileKey, () => `file:${path}`);
  return {
    disk: { ...nobody, rotational: null, bus: null, inUse: [], ids: [], slot: null },
    identity: { key, within: [] },
    partitions: [],
    notes: [],
    warnings: [],
  };
}

function geometryNotes(inspection: NativeInspection, options: InspectOptions): string[] {
  const { restBytes, logicalBytes } = inspection.geometry;
  const sectorSize = options.sectorSize ?? IMAGE_SECTOR_BYTES;
  const notes: string[] = [];
  if (restBytes > 0) {
    notes.push(`${restBytes} bytes behind the last whole sector of the image are left out`);
  }
  const isAskedFor = sectorSize !== IMAGE_SECTOR_BYTES && sectorSize !== logicalBytes;
  if (inspection.kind === 'block' && isAskedFor) {
    notes.push(`--sector-size is for images: this disk has sectors of ${logicalBytes} bytes`);
  }
  if (!inspection.cacheBypassed) {
    notes.push(
      "read through the system's cache (its file system does not allow direct reads): latencies " +
        'are not the disk alone, and a sector in the cache reads though the disk has lost it',
    );
  }
  return notes;
}

function inUseWarnings(path: string, inUse: readonly string[] | null): string[] {
  if (inUse === null || inUse.length === 0) return [];
  return [
    `${path} is in use: ${inUse.join('; ')}. It is scanned all the same, and only read; what others ` +
      'read and write meanwhile makes blocks look slower than they are',
  ];
}
