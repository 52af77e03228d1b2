// Which sectors are read, in which requests: what is accused, and one request before and after it.

import { type Accusation, START_LENGTH, type Suspect } from '../kernel-log/index.ts';
import { UNIT_BYTES } from '../vocabulary/units.ts';

/** LBAs, [from, to). Read in requests of so many sectors; `each`: then by physical sector, too. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly requestSectors: number;
  readonly each: boolean;
}

export interface Units {
  readonly sectors: number;
  readonly logicalBytes: number;
  /** A physical sector's, and the first LBA that begins one. */
  readonly unitSectors: number;
  readonly phaseLba: number;
}

/** Longer ranges are read sector by sector only where a request fails: kernels' requests are shorter, and
 * whoever types more wants it read, not each sector of it. */
export const EACH_SECTOR_LIMIT = 8192;

const MOST_REQUEST_BYTES = 16 * 1024 * 1024;
/** A long range comes in stretches, so that what failed in one is soon read by sector. */
const REQUESTS_A_STRETCH = 1024;

interface Accused {
  readonly from: number;
  to: number;
  request: number;
}

/** Upwards and disjoint. `suspects`: sorted and disjoint, on the disk. */
export function* stretchesOf(suspects: readonly Suspect[], units: Units): Generator<Stretch> {
  const accused = wholeSectors(suspects, units);
  let doneLba = 0;
  for (const [index, { from, to, request }] of accused.entries()) {
    const before = Math.max(doneLba, floorTo(from - request, units));
    if (before < from) yield neighbour(before, from);
    yield* pieces(from, to, request);
    doneLba = Math.min(ceilTo(to + request, units), accused[index + 1]?.from ?? units.sectors);
    if (to < doneLba) yield neighbour(to, doneLba);
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
    const last = accused.at(-1);
    if (last === undefined || from > last.to) {
      accused.push({ from, to, request });
      continue;
    }
    last.to = Math.max(last.to, to);
    last.request = Math.max(last.request, request);
  }
  return accused;
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
