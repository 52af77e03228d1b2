// Accusations → ranges of the target's sectors to probe, each with all that led there.

import type { Accusation, Names } from './accusation.ts';
import { type Place, placesOf, type SuspectTarget, type Unplaced } from './placement.ts';
import { BUFFER_UNITS, START_LENGTH } from './units.ts';

/** As `surfscan.check/1` has it; LBAs inclusive. */
export interface Source {
  readonly line: number;
  readonly text: string;
  readonly format: Accusation['format'];
  readonly device: string | null;
  readonly from: number;
  readonly to: number;
  readonly names: Names;
  readonly accusation: Accusation;
}

export interface Suspect {
  readonly from: number;
  readonly to: number;
  readonly sources: readonly Source[];
}

export interface Suspects {
  /** Sorted, disjoint, merged where they overlap or touch. */
  readonly suspects: readonly Suspect[];
  readonly unplaced: readonly { readonly accusation: Accusation; readonly reason: Unplaced }[];
}

const UNIT_BYTES = 512;
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
            .filter((range) => range.from <= range.to);
    for (const range of found) sources.push(sourceOf(accusation, range));
    if (found.length > 0) continue;
    unplaced.push({ accusation, reason: typeof places === 'string' ? places : 'outside' });
  }
  return { suspects: merged(sources), unplaced };
}

/**
 * Without a target: each device's numbers as they are, bytes and buffers in 512-byte sectors of the
 * device that the line names. Sorted; suspects of different devices are apart, though their numbers be
 * equal.
 */
export function explainedSuspects(accusations: readonly Accusation[]): Suspect[] {
  const byDevice = new Map<string | null, Source[]>();
  for (const accusation of accusations) {
    const sources = byDevice.get(accusation.device) ?? [];
    byDevice.set(accusation.device, sources);
    for (const range of rangesOf(accusation, UNIT_BYTES, null)) {
      sources.push(sourceOf(accusation, range));
    }
  }
  return [...byDevice.values()].flatMap(merged).sort((a, b) => a.from - b.from || a.to - b.to);
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** Within the device, in sectors of `logicalBytes`; several where the unit's size is not known. */
function rangesOf(
  { position }: Accusation,
  logicalBytes: number,
  bufferBytes: number | null,
): Range[] {
  const { unit, from } = position;
  const length = position.length ?? START_LENGTH;
  if (unit === 'logical') return [scaled(from, length, 1)];
  if (unit === 'byte') return [scaled(from, length, logicalBytes)];
  const unitsPerSector = logicalBytes / UNIT_BYTES;
  if (unit === 'sector512') return [scaled(from, length, unitsPerSector)];
  // A buffer is no smaller than a sector.
  const sizes = bufferBytes === null ? BUFFER_UNITS : [bufferBytes / UNIT_BYTES];
  return sizes
    .filter((units) => units >= unitsPerSector && Number.isSafeInteger((from + length) * units))
    .map((units) => scaled(from * units, length * units, unitsPerSector));
}

function scaled(from: number, length: number, perSector: number): Range {
  return { from: Math.floor(from / perSector), to: Math.floor((from + length - 1) / perSector) };
}

/** Shifted to the target's sectors and cut to what there is; from > to: nothing is left. */
function cutTo(range: Range, place: Place, sectors: number): Range {
  const { shiftLba, firstLba, endLba } = place;
  const end = endLba === null ? sectors : Math.min(sectors, endLba);
  return {
    from: Math.max(range.from + shiftLba, firstLba),
    to: Math.min(range.to + shiftLba, end - 1),
  };
}

function sourceOf(accusation: Accusation, { from, to }: Range): Source {
  const { line, text, format, device, names } = accusation;
  return { line, text, format, device, from, to, names, accusation };
}

function merged(sources: readonly Source[]): Suspect[] {
  const suspects: { from: number; to: number; sources: Source[] }[] = [];
  for (const source of sources.toSorted((a, b) => a.from - b.from || a.line - b.line)) {
    const last = suspects.at(-1);
    if (last === undefined || source.from > last.to + 1) {
      suspects.push({ from: source.from, to: source.to, sources: [source] });
      continue;
    }
    last.to = Math.max(last.to, source.to);
    last.sources.push(source);
  }
  return suspects;
}
