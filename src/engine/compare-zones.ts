// Which stretches of a disk are read slower, or faster, than they were: by the mean of many blocks, and only
// where that moved by more than it moves without a reason.

import { CLASSES, FIRST_STEP } from '../vocabulary/classes.ts';
import type { Grid } from '../vocabulary/grid.ts';
import { stepMiddleNs } from '../vocabulary/latency-scale.ts';
import type { LbaRange } from '../vocabulary/ranges.ts';
import type { ComparedScan, Pair } from './compared-scan.ts';
import { inside } from './masks.ts';
import type { ZoneChanges } from './zone-changes.ts';

const ZONE_BYTES = 1e9;
const MOST_ZONES = 1000;
/** Fewer have no mean that can be relied on. */
const LEAST_BLOCKS = 64;
/** Fewer zones say nothing of how zones move. */
const LEAST_ZONES = 8;
const LEAST_CHANGE = Math.log(1.05);
/** Times the noise. */
const LEAST_NOISES = 2;
/** Slower ones are told one by one: compare-slow.ts. */
const END_STEP = CLASSES.find(({ name }) => name === '<500ms')!.firstStep;
const MIDDLES = Float64Array.from({ length: END_STEP }, (_, step) =>
  step < FIRST_STEP ? 0 : stepMiddleNs(step),
);
/** Of a step of the map's scale, as a logarithm. */
const STEP = Math.log(CLASSES[0]!.limitMs * 1e3) / (CLASSES[1]!.firstStep - FIRST_STEP);
/** The standard deviation that a median of absolute deviations stands for: of normal values. */
const NORMAL = 1.4826;

export function compareZones({ old, now, quiet }: Pair): ZoneChanges {
  if (!('map' in old)) return old.zones;
  const { blockSectors } = now.grid;
  const { logicalBytes } = now.result.device;
  const from = Math.max(old.grid.fromLba, now.grid.fromLba);
  const to = Math.min(old.grid.toLba, now.grid.toLba);
  const least = Math.max(ZONE_BYTES / logicalBytes, (to - from) / (MOST_ZONES - 1));
  const sectors = Math.ceil(least / blockSectors) * blockSectors;
  const zones: Measured[] = [];
  // In absolute LBAs, as blocks are.
  for (let edge = Math.floor(from / sectors) * sectors; edge < to; edge += sectors) {
    const zone = { from: Math.max(edge, from), to: Math.min(edge + sectors, to) };
    const sums = new Sums();
    for (const part of inside(quiet, [zone])) sums.addAll(old, now, part);
    if (sums.blocks >= LEAST_BLOCKS) zones.push({ ...zone, ...sums.measured() });
  }
  return { sectors, compared: zones.length, ...judged(zones) };
}

interface Measured extends LbaRange {
  readonly oldNs: number;
  readonly nowNs: number;
  /** The logarithm of their ratio. */
  readonly moved: number;
  /** How far that moves by what lies within the zone. */
  readonly within: number;
}

function judged(zones: readonly Measured[]): Pick<ZoneChanges, 'noise' | 'changed'> {
  if (zones.length === 0) return { noise: null, changed: [] };
  const middle = median(zones.map(({ moved }) => moved));
  const spread = NORMAL * median(zones.map(({ moved }) => Math.abs(moved - middle)));
  const among = zones.length < LEAST_ZONES ? 0 : spread;
  const noiseOf = ({ within }: Measured) => Math.max(within, among);
  const changed = zones.filter((zone) => {
    const moved = Math.abs(zone.moved);
    return moved > LEAST_CHANGE && moved > LEAST_NOISES * noiseOf(zone);
  });
  return {
    noise: partOf(median(zones.map(noiseOf))),
    changed: changed.map((zone) => {
      const { from, to, oldNs, nowNs } = zone;
      const [before, after] = [Math.round(oldNs), Math.round(nowNs)];
      return { from, to, oldNs: before, nowNs: after, noise: partOf(noiseOf(zone)) };
    }),
  };
}

/** Of a logarithm: to a millionth, far below what noise is known to. */
function partOf(moved: number): number {
  return Math.round(Math.expm1(moved) * 1e6) / 1e6;
}

/** Of the blocks that read in less than 150 ms in both scans. */
class Sums {
  blocks = 0;
  /** By step. */
  readonly #old = new Uint32Array(END_STEP);
  readonly #now = new Uint32Array(END_STEP);

  addAll(old: ComparedScan, now: ComparedScan, { from, to }: LbaRange): void {
    const edge = sharedEdge(old.grid, now.grid, from);
    if (edge >= to) return;
    const [first, twin] = [now.grid.blockOf(edge), old.grid.blockOf(edge)];
    const count = Math.min(wholeBlocks(now.grid, first, to), wholeBlocks(old.grid, twin, to));
    for (let i = 0; i < count; i++) {
      const [after, before] = [now.map[first + i]!, old.map[twin + i]!];
      if (after < FIRST_STEP || before < FIRST_STEP) continue;
      if (after >= END_STEP || before >= END_STEP) continue;
      this.blocks++;
      this.#now[after]!++;
      this.#old[before]!++;
    }
  }

  measured() {
    const [before, after] = [momentsOf(this.#old), momentsOf(this.#now)];
    return {
      oldNs: before.mean,
      nowNs: after.mean,
      moved: Math.log(after.mean / before.mean),
      within: Math.hypot(before.error, after.error) + before.bias + after.bias,
    };
  }
}

/** The first LBA from `lba` on at which a block begins in both: inside they are cut at the same LBAs. */
function sharedEdge(a: Grid, b: Grid, lba: number): number {
  const isEdge = (grid: Grid) => grid.startOf(grid.blockOf(lba)) === lba;
  return isEdge(a) && isEdge(b) ? lba : Math.ceil((lba + 1) / a.blockSectors) * a.blockSectors;
}

/** How many blocks from `first` on end before `to`. */
function wholeBlocks(grid: Grid, first: number, to: number): number {
  const last = grid.blockOf(to - 1);
  return Math.max(0, last - first + (grid.endOf(last) <= to ? 1 : 0));
}

function momentsOf(tally: Uint32Array): { mean: number; error: number; bias: number } {
  let [count, ns, ns2, steps, steps2] = [0, 0, 0, 0, 0];
  for (const [step, blocks] of tally.entries()) {
    const middle = MIDDLES[step]!;
    count += blocks;
    ns += blocks * middle;
    ns2 += blocks * middle * middle;
    steps += blocks * step;
    steps2 += blocks * step * step;
  }
  const mean = ns / count;
  const variance = Math.max(0, ns2 / count - mean * mean);
  const stepVariance = Math.max(0, steps2 / count - (steps / count) ** 2);
  return {
    mean,
    // The standard error of the mean, as a part of it.
    error: Math.sqrt(variance / count) / mean,
    // What rounding to steps may do to the mean of normal values: much where they lie within one step,
    // nothing once they spread over some (B. Widrow, I. Kollár, Quantization Noise, chapter 4).
    bias: (STEP / Math.PI) * Math.exp(-2 * Math.PI ** 2 * stepVariance),
  };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}
