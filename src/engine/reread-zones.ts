// Zones that read too slowly are read again alone, in part: a zone is slow only if it is so then, too.

import type { Outcome } from '../reading/order.ts';
import type { Reading, SweepRun } from '../reading/sweep.ts';
import type { SweepRunner } from '../reading/sweep-runner.ts';
import { FIRST_STEP, LAST_STEP } from '../vocabulary/classes.ts';
import type { ZoneSpeeds } from '../vocabulary/slow-zones.ts';
import type { ScanContext } from './context.ts';
import { Untaken } from './untaken.ts';
import { bytesPerSecondOf, type RatedMap, type ZoneLimit, zoneLimits } from './zone-rates.ts';

/** Blocks of a zone that are read again, evenly spread. */
const BLOCKS_A_ZONE = 16;
/** With fewer nothing is decided. */
const LEAST_BLOCKS = 4;
const GOLDEN_SECTION = 0.618_033_988_75;
/** Of so many one may be slow by itself, however sound the zone: an eighth of them does not count. */
const PART_LEFT_OUT = 1 / 8;

function ratedMap({ map, grid, target, plan, previous, leastDepth }: ScanContext): RatedMap {
  const { device, discards } = target;
  // A part that holds nothing is answered without being read, and the others look slow beside it.
  const mayDiscard = discards ?? device.rotational !== true;
  const isAlone = [plan, previous].every(({ jobs, depth }) => jobs === 1 && depth === 1);
  // How deep earlier runs read what is not known: what seems slow by that is read again.
  const depth = previous.runs > 0 ? 1 : leastDepth;
  return { map, grid, logicalBytes: device.logicalBytes, depth, isEven: isAlone && !mayDiscard };
}

/** By the first readings of their blocks. */
export function slowCandidates(context: ScanContext): readonly ZoneLimit[] {
  return zoneLimits(ratedMap(context)).filter(
    ({ rate, leastBytesPerSecond }) => bytesPerSecondOf(rate) < leastBytesPerSecond,
  );
}

/** Sets the context's `rereadZones`, unless it is cut short. */
export async function rereadZones(
  context: ScanContext,
  runner: SweepRunner,
  candidates: readonly ZoneLimit[],
): Promise<Outcome> {
  const confirmed = new Map<number, ZoneSpeeds>();
  for (const [
    done,
    { rate, leastBytesPerSecond, expectedBytesPerSecond },
  ] of candidates.entries()) {
    context.phaseDone = done / candidates.length;
    const blocks = chosenBlocks(context.map, rate.first, rate.end);
    if (blocks.length < LEAST_BLOCKS) continue;
    const { outcome, bytesPerSecond } = await speedOf(context, runner, blocks);
    if (outcome !== 'done') return outcome;
    if (bytesPerSecond >= leastBytesPerSecond) continue;
    confirmed.set(rate.index, {
      bytesPerSecond: Math.round(bytesPerSecondOf(rate)),
      againBytesPerSecond: Math.round(bytesPerSecond),
      expectedBytesPerSecond,
    });
  }
  context.rereadZones = confirmed;
  return 'done';
}

/** Of blocks alone, each behind the one before it: what it takes a disk to get there is not the zone's. */
async function speedOf(
  context: ScanContext,
  runner: SweepRunner,
  blocks: readonly number[],
): Promise<{ outcome: Outcome; bytesPerSecond: number }> {
  const { control, grid, plan, target } = context;
  const untaken = new Untaken();
  const { outcome } = await runner.run(
    control.workers[0]!,
    {
      runs: blocks.map(
        (block): SweepRun => ({
          ...{ fromLba: grid.fromLba, toLba: grid.toLba },
          ...{ first: block - 1, end: block + 1 },
        }),
      ),
      unitSectors: plan.blockSectors,
      phaseLba: 0,
      recordFromMs: 0,
      ...untaken.order,
    },
    untaken.tell,
  );
  if (outcome !== 'done') return { outcome, bytesPerSecond: 0 };
  if (!(await runner.verifyTrails())) return { outcome: 'lost', bytesPerSecond: 0 };
  const timed = new Set(blocks.map((block) => grid.startOf(block)));
  const readings = untaken.take().filter(({ from, error }) => timed.has(from) && error === 0);
  return { outcome, bytesPerSecond: speedOfMost(readings, target.device.logicalBytes) };
}

/** What failed now is not slow. */
function speedOfMost(readings: readonly Reading[], logicalBytes: number): number {
  const counted = [...readings]
    .sort((a, b) => a.latencyNs - b.latencyNs)
    .slice(0, Math.ceil(readings.length * (1 - PART_LEFT_OUT)));
  const sectors = counted.reduce((sum, { from, to }) => sum + to - from, 0);
  const seconds = counted.reduce((sum, { latencyNs }) => sum + latencyNs, 0) / 1e9;
  if (counted.length < LEAST_BLOCKS) return Number.POSITIVE_INFINITY;
  return bytesPerSecondOf({ bytes: sectors * logicalBytes, seconds });
}

/** Blocks that read well, as well as the one before each: one in each equal part of [first, end), not at
 * the same place in all, which could be where a track ends each time. */
function chosenBlocks(map: Uint8Array, first: number, end: number): number[] {
  const chosen: number[] = [];
  const hasRead = (block: number) => map[block]! >= FIRST_STEP && map[block]! <= LAST_STEP;
  for (let i = 0; i < BLOCKS_A_ZONE; i++) {
    const from = first + Math.floor(((end - first) * i) / BLOCKS_A_ZONE);
    const blocks = first + Math.floor(((end - first) * (i + 1)) / BLOCKS_A_ZONE) - from;
    // Neighbouring parts begin golden sections apart.
    const start = Math.floor(blocks * i * GOLDEN_SECTION);
    for (let k = 0; k < blocks; k++) {
      const block = from + ((start + k) % blocks);
      if (block === first || !hasRead(block) || !hasRead(block - 1)) continue;
      chosen.push(block);
      break;
    }
  }
  return chosen;
}
