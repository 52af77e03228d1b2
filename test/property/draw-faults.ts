// Draws faults where they hurt: at the edges of the range, of blocks, of physical sectors, and beside
// and over each other.

import type { Chance } from './chance.ts';
import type { Code, Disk, Fault, Options } from './disk-case.ts';

/** Sectors of one fault: each that fails is read alone, by the engine and by the oracle. */
const MOST_SECTORS = 4000;
const STORM_BLOCKS = 32;

const NAMED: readonly [Code, ...Code[]] = ['UNC', 'UNC', 'IDNF', 'AMNF', 'T0NF', 'BBK'];
const ALL: readonly [Code, ...Code[]] = [...NAMED, 'ABRT', 'TIME', 'IO', 'IO'];

interface Place extends Pick<Disk, 'sectors' | 'logicalBytes' | 'physicalBytes'> {
  readonly options: Options;
  /** Codes that a disk names a defect with, or all; and whether reads may come late. */
  readonly calm: boolean;
}

export function drawFaults(
  chance: Chance,
  geometry: Pick<Disk, 'sectors' | 'logicalBytes' | 'physicalBytes'>,
  options: Options,
): readonly Fault[] {
  if (chance.once(10)) return [];
  const place = { ...geometry, options, calm: chance.once(2) };
  const count = drawCount(chance, options);
  const faults: Fault[] = [];
  for (let i = 0; i < count; i++) faults.push(drawFault(chance, place, faults));
  if (!place.calm && chance.once(4)) faults.push(...drawStorm(chance, place));
  return faults;
}

function drawCount(chance: Chance, { from, to, block }: Options): number {
  if ((to - from) / block > 500 && chance.once(5)) return chance.between(100, 400);
  return chance.once(10) ? chance.between(9, 40) : chance.between(1, 8);
}

function drawFault(chance: Chance, place: Place, others: readonly Fault[]): Fault {
  const range = drawRange(chance, place, others);
  const percent = chance.below(100);
  if (percent < 50) {
    const afterMs = chance.once(4) ? drawMs(chance, place) : null;
    return { kind: 'bad', ...range, code: chance.of(...(place.calm ? NAMED : ALL)), afterMs };
  }
  if (percent < 68) return { kind: 'weak', ...range, reads: chance.between(1, 4) };
  if (percent < 80) return { kind: 'slow', ...range, ms: drawMs(chance, place), reads: null };
  if (percent < 90) {
    const within = place.options.jobs === 1 ? range : inOneBlock(range, place.options.block);
    // With storms, whoever looks for the disk takes readings of it: rarely both.
    const reads = place.calm || chance.once(4) ? chance.between(1, 4) : null;
    return { kind: 'slow', ...within, ms: drawMs(chance, place), reads };
  }
  return { kind: 'hang', ...range, to: range.from, ms: drawMs(chance, place) };
}

/** Readings of a fault that several workers share come in any order. */
function inOneBlock({ from, to }: { from: number; to: number }, block: number) {
  return { from, to: Math.min(to, (Math.floor(from / block) + 1) * block - 1) };
}

function drawMs(chance: Chance, { options, calm }: Place): number {
  const timeoutMs = options.timeoutSeconds * 1000;
  const ms = chance.of(
    1,
    120,
    499,
    500,
    501,
    700,
    2999.5,
    timeoutMs - 1,
    timeoutMs,
    timeoutMs + 0.5,
  );
  const any = chance.once(5) ? timeoutMs * 2 : ms;
  return calm ? Math.min(any, timeoutMs) : any;
}

function drawRange(chance: Chance, place: Place, others: readonly Fault[]) {
  const { sectors, options } = place;
  const near = drawPoint(chance, place, others) + chance.between(-2, 2);
  const from = Math.max(0, Math.min(sectors - 1, near));
  const length = drawLength(chance, place);
  // It ends at the point as often as it begins there.
  const begin = chance.once(2) ? from : Math.max(0, from - length + 1);
  const to = Math.min(sectors - 1, begin + length - 1);
  if (chance.once(60) && options.to - options.from < MOST_SECTORS) {
    return { from: options.from, to: options.to };
  }
  return { from: begin, to };
}

function drawPoint(chance: Chance, place: Place, others: readonly Fault[]): number {
  const { options, logicalBytes, physicalBytes } = place;
  const unit = physicalBytes / logicalBytes;
  const anywhere = chance.between(options.from, options.to);
  switch (chance.below(7)) {
    case 0:
      return options.from;
    case 1:
      return options.to;
    case 2:
      return anywhere - (anywhere % options.block);
    case 3:
      return anywhere - (anywhere % unit);
    case 4:
      return others.length === 0 ? anywhere : others[chance.below(others.length)]!.to;
    default:
      return anywhere;
  }
}

function drawLength(chance: Chance, { options, logicalBytes, physicalBytes }: Place): number {
  const unit = physicalBytes / logicalBytes;
  const length = chance.of(
    1,
    1,
    2,
    3,
    unit,
    unit + 1,
    options.block,
    options.block + 1,
    chance.small(3 * options.block),
  );
  return Math.min(length, MOST_SECTORS);
}

/** So many blocks in a row that the disk is looked for, all of it real. */
function drawStorm(chance: Chance, { options, sectors }: Place): Fault[] {
  const length = options.block * chance.between(STORM_BLOCKS, 3 * STORM_BLOCKS);
  if (length > 4 * MOST_SECTORS) return [];
  const from = chance.between(options.from, options.to);
  const to = Math.min(sectors - 1, from + length - 1);
  const code = chance.of<Code>('IO', 'ABRT', 'TIME');
  return [{ kind: 'bad', from, to, code, afterMs: null }];
}
