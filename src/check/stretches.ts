// Which sectors are read, in which requests: what is accused, and one request before and after it.

import { type Accusation, START_LENGTH, type Suspect } from '../kernel-log/index.ts';
import { UNIT_BYTES } from '../vocabulary/units.ts';

/** LBAs, [from, to). Read in requests of so many sectors; `each`: then by physical sector, too. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly requestSectors: number;
  readonly each: boolean;
  /** It belongs to a request that began there and whose length nobody knows: read if nothing has failed
   * since; else the request's sector is found. */
  readonly sinceLba?: number;
}

export interface Units {
  readonly sectors: number;
  readonly logicalBytes: number;
  /** A physical sector's, and the first LBA that begins one. */
  readonly unitSectors: number;
  readonly phaseLba: number;
  /** The longest request that the disk can be sent; not given: the longest there is. */
  readonly longestRequestSectors?: number;
}

/** Longer ranges are read sector by sector only where a request fails: kernels' requests are shorter, and
 * whoever types more wants it read, not each sector of it. */
export const EACH_SECTOR_LIMIT = 8192;

export const MOST_REQUEST_BYTES = 16 * 1024 * 1024;
/** Of what is read on behind a start, before it is looked whether something failed. */
const READ_ON_BYTES = 1024 * 1024;
/** A long range comes in stretches, so that what failed in one is soon read by sector. */
const REQUESTS_A_STRETCH = 1024;

interface Accused {
  readonly from: number;
  to: number;
  request: number;
  /** The last LBA in it at which a request of unknown length begins. */
  startLba: number | null;
}

/** Upwards and disjoint. `suspects`: sorted and disjoint, on the disk. */
export function* stretchesOf(suspects: readonly Suspect[], units: Units): Generator<Stretch> {
  const accused = wholeSectors(suspects, units);
  let doneLba = 0;
  let startLba: number | null = null;
  for (const [index, one] of accused.entries()) {
    const { from, to, request } = one;
    const before = Math.max(doneLba, floorTo(from - request, units));
    if (before < from) yield neighbour(before, from);
    yield* pieces(from, to, request);
    const next = accused[index + 1];
    doneLba = Math.min(ceilTo(to + request, units), next?.from ?? units.sectors);
    if (to < doneLba) yield neighbour(to, doneLba);
    startLba = one.startLba ?? startLba;
    if (startLba === null) continue;
    const end = next === undefined ? units.sectors : floorTo(next.from - next.request, units);
    const onTo = Math.min(end, ceilTo(startLba + longestSectors(units), units));
    yield* readOn(doneLba, onTo, startLba, units);
    doneLba = Math.max(doneLba, onTo);
  }
}

function longestSectors({ longestRequestSectors, logicalBytes }: Units): number {
  return longestRequestSectors ?? MOST_REQUEST_BYTES / logicalBytes;
}

/** Pieces, so that the first that fails ends it. */
function* readOn(from: number, to: number, sinceLba: number, units: Units): Generator<Stretch> {
  const piece = Math.max(1, Math.floor(READ_ON_BYTES / units.logicalBytes / units.unitSectors));
  const requestSectors = Math.ceil(START_LENGTH / units.unitSectors) * units.unitSectors;
  const most = piece * units.unitSectors;
  for (let lba = from; lba < to; lba += most) {
    yield { from: lba, to: Math.min(lba + most, to), requestSectors, each: false, sinceLba };
  }
}

function neighbour(from: number, to: number): Stretch {
  return { from, to, requestSectors: to - from, each: false };
}

function* pieces(from: number, to: number, requestSectors: number): Generator<Stretch> {
  const each = to - from <= EACH_SECTOR_LIMIT;
  const most = REQUESTS_A_STRETCH * requestSectors;
  for (let lba = from; lba < to; lba += most) {
    yield { from: lba, to: Math.min(lba + most, to), requestSectors, each };
  }
}

/** Several suspects may lie in one physical sector. */
function wholeSectors(suspects: readonly Suspect[], units: Units): Accused[] {
  const accused: Accused[] = [];
  for (const suspect of suspects) {
    const from = floorTo(suspect.firstLba, units);
    const to = ceilTo(suspect.lastLba + 1, units);
    const request = requestOf(suspect, units);
    const startLba = lastStart(suspect);
    const last = accused.at(-1);
    if (last === undefined || from > last.to) {
      accused.push({ from, to, request, startLba });
      continue;
    }
    last.to = Math.max(last.to, to);
    last.startLba = startLba ?? last.startLba;
    last.request = Math.max(last.request, request);
  }
  return accused;
}

function lastStart({ sources }: Suspect): number | null {
  const starts = sources.filter(({ names }) => names === 'start');
  return starts.reduce<number | null>(
    (most, { firstLba }) => Math.max(most ?? firstLba, firstLba),
    null,
  );
}

/** The longest that the log knows, else what a start of unknown length is taken for; in whole
 * physical sectors. */
function requestOf({ sources }: Suspect, { logicalBytes, unitSectors }: Units): number {
  const known = sources.map(({ accusation }) => requestSectors(accusation, logicalBytes));
  const longest = known.reduce<number>((most, length) => Math.max(most, length ?? 0), 0);
  const bounded = Math.min(longest, MOST_REQUEST_BYTES / logicalBytes);
  return Math.ceil((bounded || START_LENGTH) / unitSectors) * unitSectors;
}

/** In logical sectors; null: not known. */
function requestSectors({ request, position, names }: Accusation, logicalBytes: number) {
  const length = request?.length ?? (names === 'request' ? position.length : null);
  if (length === null || position.unit === 'buffer') return null;
  if (position.unit === 'logical') {
    return Math.ceil((length * (position.blockBytes ?? logicalBytes)) / logicalBytes);
  }
  const bytes = position.unit === 'byte' ? length : length * UNIT_BYTES;
  return Math.ceil(bytes / logicalBytes);
}

/** The physical sector that holds an LBA begins there. */
export function floorTo(lba: number, { unitSectors, phaseLba }: Units): number {
  return Math.max(0, phaseLba + Math.floor((lba - phaseLba) / unitSectors) * unitSectors);
}

export function ceilTo(lba: number, { sectors, unitSectors, phaseLba }: Units): number {
  const up = phaseLba + Math.ceil((lba - phaseLba) / unitSectors) * unitSectors;
  return Math.min(up, sectors);
}
