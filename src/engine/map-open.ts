// A scan's map file, from where it is asked for to what a scan goes on from.

import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { MapCompared } from '../map-file/compared.ts';
import type { MapContents } from '../map-file/contents.ts';
import type { MapHeader } from '../map-file/header.ts';
import type { MapFile } from '../map-file/map-file.ts';
import type { SizedMap } from '../map-file/room.ts';
import type { MapState } from '../map-file/state.ts';
import type { InspectedTarget } from '../vocabulary/device.ts';
import { defect, SurfscanError, usageError } from '../vocabulary/errors.ts';
import { cleanText } from '../vocabulary/text.ts';
import type { Resumed, ScanContext } from './context.ts';
import { isAllRead } from './left-to-read.ts';
import { assertMethod } from './map-method.ts';
import { isDirectory, type MapRequest } from './map-names.ts';
import { laterOptions, unpackOptions, withGiven } from './map-options.ts';
import { planScan, type ScanOptions, type ScanPlan } from './options.ts';
import { comparedOf, finishedOf, resumedOf } from './resumed.ts';

const mapFiles = () => import('../map-file/map-file.ts'); // late: most scans keep no map

/** A map that is there and goes on. */
export interface OpenedMap {
  readonly path: string;
  /** null: it can only be read, because of `noFile`; or need only be: it is finished, and nothing is left. */
  readonly file: MapFile | null;
  readonly noFile: SurfscanError | null;
  readonly resumed: Resumed;
  readonly plan: ScanPlan;
  /** Those that are given, and those that the map keeps. */
  readonly options: ScanOptions;
  readonly disturbed: MapContents['findings']['disturbed'];
  /** What its scan was compared with, if that is finished; null: nothing, or that is not kept. */
  readonly compared: MapCompared | null;
  /** When its scan was finished; null: it was not. */
  readonly finished: Date | null;
  /** What was given now that a finished scan is told by, and its map does not keep. */
  readonly judgedBy: readonly string[];
}

/** Nothing is left to read: its scan is told again. */
export function isToldAgain({ file, noFile }: Pick<OpenedMap, 'file' | 'noFile'>): boolean {
  return file === null && noFile === null;
}

/** Where a new one is to be. */
export interface NewMap {
  readonly path: string;
}

/** The sector size of the image that a map is of; null where there is none, or no single map. */
export async function storedSectorBytes(request: MapRequest | null): Promise<number | null> {
  if (request === null || !request.resume || !existsSync(request.path)) return null;
  const { isReplaceable, readHeader } = await mapFiles();
  if (isDirectory(request.path) || (await isReplaceable(request.path))) return null;
  const { identity } = await readHeader(request.path);
  return identity.kind === 'file' ? identity.logicalBytes : null;
}

/**
 * Opens the map of a scan that goes on, or finds where a new one is to be. Throws ERR_USAGE where it
 * does not fit the disk or the options, is damaged, or is there and must not be: it is left as it was. And
 * ERR_MAP or ERR_MAP_SPACE where it cannot be read, or, unless it is optional, not be written.
 */
export async function openMap(
  path: string,
  target: InspectedTarget,
  { resume, optional = false, sized }: MapRequest,
  given: ScanOptions,
): Promise<OpenedMap | NewMap> {
  const { isReplaceable } = await mapFiles();
  const { assertSameDisk } = await import('../map-file/same-disk.ts');
  if (await isReplaceable(path)) return { path };
  if (!resume) {
    throw usageError(
      `--map ${cleanText(path, 200)} is there already: go on with --resume, or name a new file`,
    );
  }
  let fitting: Pick<OpenedMap, 'options' | 'plan'> | undefined;
  let notes: readonly string[] = [];
  const accept = (held: MapContents, bytes: number) => {
    notes = [...assertSameDisk(held.header, target), ...laterNotes(held.state, target)];
    fitting = planResumed(target, held, given);
    const isGoneOnWith = bytes > 0 && finishedOf(held.state) === null;
    if (isGoneOnWith) sized?.([{ path, bytes }]);
  };
  const isLeft = (held: MapContents) => {
    accept(held, 0);
    return !isAllRead(fitting!.plan, resumedOf(held));
  };
  const told = await finishedMap(path, isLeft);
  const { file, noFile, contents } = told ?? (await fileOf(path, accept, optional));
  if (fitting === undefined) throw defect('a map was opened and not compared');
  const { disturbed } = contents.findings;
  const finished = finishedOf(contents.state);
  const resumed = resumedOf(contents, notes);
  const compared = finished === null ? null : comparedOf(contents);
  const judgedBy = JUDGING.filter(([name]) => given[name] !== undefined).map(([, typed]) => typed);
  return { path, file, noFile, resumed, ...fitting, disturbed, compared, finished, judgedBy };
}

interface OpenedFile extends Pick<OpenedMap, 'file' | 'noFile'> {
  readonly contents: MapContents;
}

/** It takes no lock and no room, on a file system that may be full or read-only. null: it is not finished, or
 * something is left to read; what is wrong with it says who opens it to go on. */
async function finishedMap(
  path: string,
  isLeft: (held: MapContents) => boolean,
): Promise<OpenedFile | null> {
  const { readEndedMap, readMap } = await mapFiles();
  const ended = await readEndedMap(path).catch(() => null);
  if (ended === null || finishedOf(ended.state) === null) return null;
  const contents = await readMap(path).catch(() => null);
  if (contents === null || !contents.closed || isLeft(contents)) return null;
  return { file: null, noFile: null, contents };
}

async function fileOf(
  path: string,
  accept: (held: MapContents, bytes: number) => void,
  optional: boolean,
): Promise<OpenedFile> {
  const { MapFile, readMap } = await mapFiles();
  try {
    return { ...(await MapFile.open(path, accept)), noFile: null };
  } catch (cause) {
    if (!optional || !isUnwritable(cause)) throw cause;
    return { file: null, noFile: cause, contents: await readMap(path) };
  }
}

const JUDGING = [
  ['rules', '--fail-on'],
  ['baseline', '--baseline'],
  ['labels', '--label'],
] as const;

/** A finished map is told again, and stays as it is. */
export const STAYS_NOTE = 'its map is finished, and does not keep what was given now';

/** A file system that does not take a map. */
export function isUnwritable(cause: unknown): cause is SurfscanError {
  return (
    cause instanceof SurfscanError && (cause.code === 'ERR_MAP' || cause.code === 'ERR_MAP_SPACE')
  );
}

/** Tells the sizes of maps that are to be made; which have no room, by path, each with why. Of what cannot be made
 * there, whoever makes it says so. */
export async function roomless(
  maps: readonly SizedMap[],
  { sized }: MapRequest,
): Promise<ReadonlyMap<string, SurfscanError>> {
  if (maps.length === 0) return new Map();
  const { takesFiles, withoutRoom } = await import('../map-file/room.ts');
  const folders = new Set(maps.map(({ path }) => dirname(path)));
  const taking = await Promise.all([...folders].map(takesFiles));
  if (taking.every((takes) => takes)) sized?.(maps);
  return withoutRoom(maps);
}

function laterNotes({ options, command }: MapState, { passage }: InspectedTarget): string[] {
  const names = Object.keys(laterOptions(options));
  const isOtherWay = command !== null && (passage?.site ?? null) === null;
  return [
    ...(names.length === 0
      ? []
      : [`options of a later version of surfscan are kept, and not followed: ${names.join(', ')}`]),
    ...(isOtherWay
      ? [
          `what is left is read by the system: what was read before was read through the drive, by ${command}`,
        ]
      : []),
  ];
}

/** Makes the map file of a new scan. Throws what MapFile.create does. */
export async function createMap(
  path: string,
  context: ScanContext,
  state: MapState,
  /** By the method that the drive allowed. */
  isBest: boolean,
): Promise<MapFile> {
  const { MapFile } = await mapFiles();
  const { target, plan } = context;
  const { inUse: _, ids: _ids, slot: _slot, ...device } = target.device;
  const header: MapHeader = {
    identity: { ...device, physicalFirstLba: target.physicalFirstLba },
    fromLba: plan.fromLba,
    toLba: plan.toLba,
    blockSectors: plan.blockSectors,
    method: plan.method,
    ...(isBest ? { isBest } : {}),
    created: new Date().toISOString(),
    partitions: target.partitions,
  };
  return MapFile.create(path, header, state, true);
}

/** Throws ERR_USAGE where the options want what the map is not. */
export function planResumed(
  target: InspectedTarget,
  { header, state }: MapContents,
  given: ScanOptions,
): { options: ScanOptions; plan: ScanPlan } {
  const { fromLba, toLba, blockSectors } = header;
  assertMethod(header, given.method === 'read' ? 'read' : (target.passage?.method ?? 'read'));
  const options = withGiven(unpackOptions(state.options), given);
  const plan = planScan(target, {
    ...options,
    blockSectors,
    from: given.from ?? (() => fromLba),
    to: given.to ?? (() => toLba - 1),
  });
  const asked: readonly [what: string, map: number, asked: number][] = [
    ['first LBA', fromLba, plan.fromLba],
    ['last LBA', toLba - 1, plan.toLba - 1],
    ['block size', blockSectors, given.blockSectors ?? blockSectors],
  ];
  for (const [what, map, wanted] of asked) {
    if (map === wanted) continue;
    throw usageError(`the map does not fit: its ${what} is ${map}, and ${wanted} is asked for`);
  }
  // A finished scan has narrowed what the map had no room for: it would be told, and lost, once more.
  const isNarrowed = state.complete && state.recordsLeftOut > 0 && given.refine === undefined;
  return { options, plan: isNarrowed ? { ...plan, refine: false } : plan };
}
