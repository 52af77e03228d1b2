// Accusations → suspects: ranges of the target's sectors to be read, each with the log lines behind it.

import type { LbaSpan } from '../vocabulary/ranges.ts';
import { UNIT_BYTES } from '../vocabulary/units.ts';
import type { Accusation, Names } from './accusation.ts';
import { diskOf } from './device-names.ts';
import { type Place, placesOf, type SuspectTarget, type Unplaced } from './placement.ts';
import { BUFFER_UNITS, START_LENGTH } from './units.ts';

/** One place of an accusation, with what `surfscan.check/1` says of that. */
export interface Source extends LbaSpan {
  readonly line: number;
  readonly text: string;
  readonly format: Accusation['format'];
  readonly device: string | null;
  readonly names: Names;
  readonly accusation: Accusation;
}

export interface Suspect extends LbaSpan {
  readonly sources: readonly Source[];
}

export interface Suspects {
  /** Sorted, disjoint, merged where they overlap or touch. */
  readonly suspects: readonly Suspect[];
  readonly unplaced: readonly { readonly accusation: Accusation; readonly reason: Unplaced }[];
}

const NO_ALIASES: ReadonlyMap<string, string> = new Map();

/**
 * In the target's logical sectors. Partial sectors count whole; what lies off the target is cut off,
 * or unplaced. `aliases`: KernelLog's. Throws a RangeError for a sector size that is no multiple of 512.
 */
export function suspectsOf(
  accusations: readonly Accusation[],
  target: SuspectTarget,
  aliases = NO_ALIASES,
): Suspects {
  if (target.logicalBytes < UNIT_BYTES || target.logicalBytes % UNIT_BYTES !== 0) {
    throw new RangeError(`a logical sector of ${target.logicalBytes} bytes`);
  }
  const sources: Source[] = [];
  const unplaced: { accusation: Accusation; reason: Unplaced }[] = [];
  for (const accusation of accusations) {
    const places = placesOf(accusation, target, aliases);
    const ranges = rangesOf(accusation, target.logicalBytes, target.bufferBytes);
    const found =
      typeof places === 'string'
        ? []
        : places
            .flatMap((place) => ranges.map((range) => cutTo(range, place, target.sectors)))
            .filter(({ firstLba, lastLba }) => firstLba <= lastLba);
    for (const range of found) sources.push(sourceOf(accusation, range));
    if (found.length > 0) continue;
    unplaced.push({ accusation, reason: typeof places === 'string' ? places : 'outside' });
  }
  return { suspects: suspectsOfSources(sources), unplaced };
}

/**
 * Without a target: each device's numbers as they are, bytes and buffers in 512-byte sectors of the
 * device that the line names. Sorted; suspects of different devices are apart, though their numbers be
 * equal.
 */
export function explainedSuspects(
  accusations: readonly Accusation[],
  aliases = NO_ALIASES,
): Suspect[] {
  const byDevice = new Map<string | null, Source[]>();
  for (const accusation of accusations) {
    // Names that the log itself proves to be one disk's are one suspect.
    const { disk, part } = diskOf(accusation.device ?? '', aliases);
    const device = accusation.device === null ? null : `${disk} ${part}`;
    const sources = byDevice.get(device) ?? [];
    byDevice.set(device, sources);
    for (const range of rangesOf(inItsBlocks(accusation), UNIT_BYTES, null)) {
      sources.push(sourceOf(accusation, range));
    }
  }
  return [...byDevice.values()]
    .flatMap(suspectsOfSources)
    .sort((a, b) => a.firstLba - b.firstLba || a.lastLba - b.lastLba);
}

/** Without a target a block's number stays what the line says. */
export function inItsBlocks(accusation: Accusation): Accusation {
  const { blockBytes: _, ...position } = accusation.position;
  return { ...accusation, position };
}

/** Within the device, in sectors of `logicalBytes`; several where the unit's size is not known. */
function rangesOf(
  { position }: Accusation,
  logicalBytes: number,
  bufferBytes: number | null,
): LbaSpan[] {
  const { unit, from, blockBytes = logicalBytes } = position;
  const length = position.length ?? START_LENGTH;
  if (unit === 'logical') return [ofBlocks(from, length, blockBytes / logicalBytes)];
  if (unit === 'byte') return [scaled(from, length, logicalBytes)];
  const unitsPerSector = logicalBytes / UNIT_BYTES;
  if (unit === 'sector512') return [scaled(from, length, unitsPerSector)];
  // A buffer is no smaller than a sector.
  const sizes = bufferBytes === null ? BUFFER_UNITS : [bufferBytes / UNIT_BYTES];
  return sizes
    .filter((units) => units >= unitsPerSector && Number.isSafeInteger((from + length) * units))
    .map((units) => scaled(from * units, length * units, unitsPerSector));
}

/** `perBlock`: sectors, 8 or an eighth, say. */
function ofBlocks(from: number, length: number, perBlock: number): LbaSpan {
  const end = Math.min((from + length) * perBlock, Number.MAX_SAFE_INTEGER);
  return { firstLba: Math.floor(from * perBlock), lastLba: Math.ceil(end) - 1 };
}

function scaled(from: number, length: number, perSector: number): LbaSpan {
  return {
    firstLba: Math.floor(from / perSector),
    lastLba: Math.floor((from + length - 1) / perSector),
  };
}

/** Shifted to the target's sectors and cut to what there is; no LBA: nothing is left. */
function cutTo(span: LbaSpan, place: Place, sectors: number): LbaSpan {
  const { shiftLba, firstLba, endLba } = place;
  const end = endLba === null ? sectors : Math.min(sectors, endLba);
  return {
    firstLba: Math.max(span.firstLba + shiftLba, firstLba),
    lastLba: Math.min(span.lastLba + shiftLba, end - 1),
  };
}

function sourceOf(accusation: Accusation, { firstLba, lastLba }: LbaSpan): Source {
  const { line, text, format, device, names } = accusation;
  return { line, text, format, device, firstLba, lastLba, names, accusation };
}

/** Sorted and disjoint, merged where they overlap or touch. */
export function mergeSuspects(suspects: readonly Suspect[]): Suspect[] {
  const merged: { firstLba: number; lastLba: number; sources: Source[] }[] = [];
  for (const suspect of suspects.toSorted((a, b) => a.firstLba - b.firstLba)) {
    const { firstLba, lastLba, sources } = suspect;
    const last = merged.at(-1);
    if (last === undefined || firstLba > last.lastLba + 1) {
      merged.push({ firstLba, lastLba, sources: [...sources] });
      continue;
    }
    last.lastLba = Math.max(last.lastLba, lastLba);
    for (const source of sources) last.sources.push(source);
  }
  for (const { sources } of merged) {
    sources.sort((a, b) => a.firstLba - b.firstLba || a.line - b.line);
  }
  return merged;
}

function suspectsOfSources(sources: readonly Source[]): Suspect[] {
  return mergeSuspects(
    sources.map((source) => {
      const { firstLba, lastLba } = source;
      return { firstLba, lastLba, sources: [source] };
    }),
  );
}
