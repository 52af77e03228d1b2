// How fast each zone of a disk read, by its map's bytes, and which of them are too slow to be sound.

import { native } from '../addon/native.ts';
import { FIRST_ERROR_BYTE, FIRST_STEP } from '../vocabulary/classes.ts';
import type { Grid } from '../vocabulary/grid.ts';
import { stepMiddleNs } from '../vocabulary/latency-scale.ts';
import type { BlockRange } from '../vocabulary/ranges.ts';
import type { RereadZones, SlowZone, ZoneSpeeds } from '../vocabulary/slow-zones.ts';

const MOST_ZONES = 1000;
const LEAST_BLOCKS = 256;
/** Below it no disk of today is sound. */
const LEAST_BYTES_PER_SECOND = 20e6;
/** Zones on either side that one is compared with. */
const NEIGHBOURS = 50;
/** Fewer are no surroundings. */
const LEAST_NEIGHBOURS = 4;
/** Half, and a step of the map's scale, 8 %: a zone at just half its neighbours' speed is found. */
const PART_OF_NEIGHBOURS = 0.54;
const PART_OF_BEST = 1 / 3;

/** What rates are reckoned from. */
export interface RatedMap {
  readonly map: Uint8Array;
  readonly grid: Grid;
  readonly logicalBytes: number;
  /** Reads that were in flight at once, at least. */
  readonly depth: number;
  /** Its zones can be compared: it was read one by one, and no part of it can be without data. */
  readonly isEven: boolean;
}

export interface ZoneRate extends BlockRange {
  readonly index: number;
  /** Of its blocks that read. */
  readonly bytes: number;
  readonly seconds: number;
}

export interface ZoneLimit {
  readonly rate: ZoneRate;
  /** Below it the zone is slow. */
  readonly leastBytesPerSecond: number;
  readonly expectedBytesPerSecond: number | null;
}

function zoneCount({ blocks }: Grid): number {
  return Math.min(MOST_ZONES, Math.floor(blocks / LEAST_BLOCKS));
}

/** The first block of a zone. */
function zoneEdge(grid: Grid, index: number): number {
  return Math.floor((grid.blocks * index) / zoneCount(grid));
}

/** Equal zones of whole blocks; none of a range of fewer than 256 blocks. Those of which nothing read are
 * left out. */
export function zoneRates({ map, grid, logicalBytes, depth }: RatedMap): ZoneRate[] {
  const rates: ZoneRate[] = [];
  for (let index = 0; index < zoneCount(grid); index++) {
    const [first, end] = [zoneEdge(grid, index), zoneEdge(grid, index + 1)];
    const tally = native.tally(map, first, end);
    let blocks = 0;
    let ns = 0;
    for (let step = FIRST_STEP; step < FIRST_ERROR_BYTE; step++) {
      blocks += tally[step]!;
      ns += tally[step]! * stepMiddleNs(step);
    }
    if (blocks === 0) continue;
    const bytes = blocks * grid.blockSectors * logicalBytes;
    rates.push({ index, first, end, bytes, seconds: ns / 1e9 / depth });
  }
  return rates;
}

export const bytesPerSecondOf = ({ bytes, seconds }: Pick<ZoneRate, 'bytes' | 'seconds'>) =>
  seconds === 0 ? Number.POSITIVE_INFINITY : bytes / seconds;

/** What each zone is held to. */
export function zoneLimits(rated: RatedMap): ZoneLimit[] {
  const rates = zoneRates(rated);
  const speeds = rates.map(bytesPerSecondOf);
  const best = rated.isEven ? (sorted(speeds)[Math.floor(speeds.length * 0.9)] ?? 0) : 0;
  return rates.map((rate, i) => {
    const around = rated.isEven ? surroundings(speeds, i) : null;
    const leastBytesPerSecond = Math.max(
      LEAST_BYTES_PER_SECOND,
      PART_OF_NEIGHBOURS * (around ?? 0),
      PART_OF_BEST * best,
    );
    return {
      rate,
      leastBytesPerSecond,
      expectedBytesPerSecond: around === null ? null : Math.round(around),
    };
  });
}

/** The median of the zones on either side; null: there are too few. */
function surroundings(speeds: readonly number[], at: number): number | null {
  const near = [
    ...speeds.slice(Math.max(0, at - NEIGHBOURS), at),
    ...speeds.slice(at + 1, at + 1 + NEIGHBOURS),
  ];
  return near.length < LEAST_NEIGHBOURS ? null : sorted(near)[Math.floor(near.length / 2)]!;
}

const sorted = (values: readonly number[]) => [...values].sort((a, b) => a - b);

/** Neighbours are one: of the worst when read again. */
export function slowZonesOf(grid: Grid, zones: RereadZones | null): readonly SlowZone[] {
  const joined: { first: number; end: number; all: ZoneSpeeds[] }[] = [];
  for (const [index, speeds] of zones ?? []) {
    const last = joined.at(-1);
    if (last?.end === index) {
      last.end++;
      last.all.push(speeds);
    } else {
      joined.push({ first: index, end: index + 1, all: [speeds] });
    }
  }
  return joined.map(({ first, end, all }) => {
    const worst = all.reduce((a, b) => (b.againBytesPerSecond < a.againBytesPerSecond ? b : a));
    // Equal parts: the whole takes as long as all of them.
    const seconds = all.reduce((sum, { bytesPerSecond }) => sum + 1 / bytesPerSecond, 0);
    return {
      from: grid.startOf(zoneEdge(grid, first)),
      to: grid.endOf(zoneEdge(grid, end) - 1),
      ...worst,
      bytesPerSecond: Math.round(all.length / seconds),
    };
  });
}
