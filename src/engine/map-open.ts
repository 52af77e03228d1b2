// A scan's map file, from where it is asked for to what a scan goes on from.

import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { MapContents } from '../map-file/contents.ts';
import type { MapHeader } from '../map-file/header.ts';
import type { MapFile } from '../map-file/map-file.ts';
import type { MapState } from '../map-file/state.ts';
import { narrowerOf } from '../reading/drive-way.ts';
import { Findings } from '../reading/findings.ts';
import type { InspectedTarget } from '../vocabulary/device.ts';
import { defect, usageError } from '../vocabulary/errors.ts';
import type { RereadZones } from '../vocabulary/slow-zones.ts';
import { cleanText } from '../vocabulary/text.ts';
import type { Resumed, ScanContext } from './context.ts';
import { laterOptions, unpackOptions, withGiven } from './map-options.ts';
import { planScan, type ScanOptions, type ScanPlan } from './options.ts';
import { type PreviousRuns, tallyOf } from './previous-runs.ts';

/** Loaded where there is a map: most scans keep none. */
const mapFiles = () => import('../map-file/map-file.ts');

export interface MapRequest {
  /** A file for one target, or a directory that is there: a file for each in it. */
  readonly path: string;
  readonly resume: boolean;
  /** Of the names of new maps in a directory; absent: now. */
  readonly began?: Date;
}

/** A map that is there and goes on. */
export interface OpenedMap {
  readonly path: string;
  readonly file: MapFile;
  readonly resumed: Resumed;
  readonly plan: ScanPlan;
  /** Those that are given, and those that the map keeps. */
  readonly options: ScanOptions;
  readonly disturbed: MapContents['findings']['disturbed'];
  /** When its scan was finished; null: it was not. */
  readonly finished: Date | null;
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

/** A file each; in a directory a new one for each scan, unless `resume` finds one of the disk: the newest. Throws
 * ERR_USAGE where several targets have no directory, or no names of their own in it. */
export function mapPaths(
  targets: readonly InspectedTarget[],
  { path, resume, began = new Date() }: MapRequest,
): string[] {
  if (path === '') throw usageError('--map: expected a file name');
  if (!isDirectory(path)) {
    if (targets.length === 1) return [path];
    throw usageError(
      `--map ${cleanText(path, 200)}: expected a directory that is there, for ${targets.length} targets`,
    );
  }
  const there = resume ? readdirSync(path).sort() : [];
  return distinctNames(targets).map((name) => {
    const newest = there.findLast((file) => file.replace(DATED, '') === name);
    return join(path, newest ?? `${name}-${dateText(began)}.surfscan`);
  });
}

const DATED = /-\d{8}T\d{6}Z\.surfscan$/;

/** ISO 8601's basic form, which sorts as time does. */
function dateText(date: Date): string {
  return `${date.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
}

/** Of each target its serial, the last part of its path, or all of it: the first that is no other's. */
function distinctNames(targets: readonly InspectedTarget[]): readonly string[] {
  const candidates = targets.map(({ device: { serial, path } }) =>
    [...(serial === null ? [] : [serial]), basename(path), path].map(fileName),
  );
  return candidates.map((own, i) => {
    const others = new Set(candidates.filter((_, other) => other !== i).flat());
    const name = own.find((candidate) => !others.has(candidate));
    if (name !== undefined) return name;
    const { path } = targets[i]!.device;
    throw usageError(
      `${cleanText(path, 200)}: the name of its map would be another target's: scan it by itself, ` +
        'with --map FILE',
    );
  });
}

/** As long as every file system takes it, with an ending: 255 bytes, NAME_MAX. */
const MOST_FILE_NAME = 200;

/** What may be the name of a file everywhere, neither hidden nor taken for an option. */
function fileName(text: string): string {
  return text.replace(/^[.-]|[^A-Za-z0-9._-]/g, '_').slice(0, MOST_FILE_NAME) || '_';
}

/**
 * Opens the map of a scan that goes on, or finds where a new one is to be. Throws ERR_USAGE where it
 * does not fit the disk or the options, is damaged, or is there and must not be: it is left as it was. And
 * ERR_MAP or ERR_MAP_SPACE where it cannot be read or written.
 */
export async function openMap(
  path: string,
  target: InspectedTarget,
  { resume }: MapRequest,
  given: ScanOptions,
): Promise<OpenedMap | NewMap> {
  const { isReplaceable, MapFile } = await mapFiles();
  const { assertSameDisk } = await import('../map-file/same-disk.ts');
  if (await isReplaceable(path)) return { path };
  if (!resume) {
    throw usageError(
      `--map ${cleanText(path, 200)} is there already: go on with --resume, or name a new file`,
    );
  }
  let fitting: Omit<OpenedMap, 'path' | 'file' | 'resumed' | 'disturbed' | 'finished'> | undefined;
  let notes: readonly string[] = [];
  const { file, contents } = await MapFile.open(path, (held) => {
    notes = [...assertSameDisk(held.header, target), ...laterNotes(held.state)];
    fitting = planResumed(target, held, given);
  });
  if (fitting === undefined) throw defect('a map was opened and not compared');
  const { disturbed } = contents.findings;
  const finished = finishedOf(contents.state);
  return { path, file, resumed: resumedOf(contents, notes), ...fitting, disturbed, finished };
}

function laterNotes({ options }: MapState): string[] {
  const names = Object.keys(laterOptions(options));
  if (names.length === 0) return [];
  return [`options of a later version of surfscan are kept, and not followed: ${names.join(', ')}`];
}

/** Makes the map file of a new scan. Throws what MapFile.create does. */
export async function createMap(
  path: string,
  context: ScanContext,
  state: MapState,
): Promise<MapFile> {
  const { MapFile } = await mapFiles();
  const { target, plan } = context;
  const { inUse: _, ids: _ids, slot: _slot, ...device } = target.device;
  const header: MapHeader = {
    identity: { ...device, physicalFirstLba: target.physicalFirstLba },
    fromLba: plan.fromLba,
    toLba: plan.toLba,
    blockSectors: plan.blockSectors,
    method: 'read',
    created: new Date().toISOString(),
    partitions: target.partitions,
  };
  return MapFile.create(path, header, state, true);
}

/** Throws ERR_USAGE where the options want what the map is not. */
function planResumed(
  target: InspectedTarget,
  { header, state }: MapContents,
  given: ScanOptions,
): { options: ScanOptions; plan: ScanPlan } {
  const { fromLba, toLba, blockSectors } = header;
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

export function resumedOf(contents: MapContents, notes: readonly string[] = []): Resumed {
  const findings = findingsOf(contents);
  findings.slowNotKept = contents.state.slowNotKept;
  return {
    map: contents.map,
    findings,
    previous: previousRunsOf(contents),
    notes: [...contents.state.notes, ...contents.notes, ...notes],
  };
}

function rereadZonesOf(zones: NonNullable<MapState['rereadZones']>): RereadZones {
  return new Map(
    zones.map(([index, bytesPerSecond, againBytesPerSecond, expectedBytesPerSecond]) => [
      index,
      { bytesPerSecond, againBytesPerSecond, expectedBytesPerSecond },
    ]),
  );
}

/** When the scan was finished; null: it was not. */
export function finishedOf({ complete, finished }: MapState): Date | null {
  return complete && finished !== null ? new Date(finished) : null;
}

export function previousRunsOf({ state, map }: MapContents): PreviousRuns {
  const { rereadZones, complete } = state;
  return {
    ...state,
    started: new Date(state.started),
    narrowedBy: narrowerOf(state.narrowedBy),
    // A map of an older version that is complete is not read again for them.
    rereadZones: rereadZones === null && !complete ? null : rereadZonesOf(rereadZones ?? []),
    tally: tallyOf(map),
  };
}

function findingsOf(contents: MapContents): Findings {
  const { failed, bad, weak, slow } = contents.findings;
  const findings = new Findings();
  for (const { from, to, value } of failed) findings.failed.set(from, to, value);
  for (const { from, to, value } of bad) findings.bad.set(from, to, value);
  for (const { from, to, value } of weak) findings.weak.set(from, to, value);
  for (const block of slow) findings.slow.set(block.from, { ...block });
  return findings;
}

function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
