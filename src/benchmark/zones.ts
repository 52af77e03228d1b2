// The transfer curve: zones evenly spread over the disk, the first at its first LBA and the last at
// its end, each read upwards from its beginning until its time is up or the next one begins.

import type { Device } from '../vocabulary/device.ts';
import { Budget } from './budget.ts';
import type { Measurer } from './measure.ts';
import type { Part, Way } from './plan.ts';
import type { Zone } from './result.ts';

/** Of a zone's time, and of its blocks: the head has to get there, and the drive reads ahead. */
const WARM_UP = 0.25;
/** Where a read fails before anything counts, the zone is tried again further on, while it has taken
 * no more than twice its time. */
const TRIES = 3;
const MOST_ZONE_BUDGETS = 2;
/** What the last zone has at most, before the disk's last LBA. */
const LAST_ZONE_BYTES = 128 * 2 ** 20;
/** Failing reads take long: zones behind them get this at least, until all together have taken so
 * many times what was meant for them. */
const LEAST_ZONE_MS = 20;
const MOST_BUDGETS = 1.5;

type Sequential = Extract<Part, { kind: 'sequential' }>;

/** `take` gets the zones upwards, null for one that could not be read. */
export async function measureZones(
  measurer: Measurer,
  device: Device,
  part: Sequential,
  budgetMs: number,
  take: (zone: Zone | null) => void,
): Promise<void> {
  const budget = new Budget(budgetMs, () => measurer.nowMs());
  const blockSectors = part.blockBytes / device.logicalBytes;
  const blocks = Math.floor(device.sectors / blockSectors);
  const last = Math.min(blocks / part.zones, Math.ceil(LAST_ZONE_BYTES / part.blockBytes));
  const edge = (zone: number) =>
    zone === part.zones
      ? blocks
      : Math.floor((zone * (blocks - last)) / Math.max(1, part.zones - 1));
  for (let zone = 0; zone < part.zones; zone++) {
    if (budget.spentMs > budgetMs * MOST_BUDGETS) return;
    const zoneMs = Math.max(budget.leftMs / (part.zones - zone), LEAST_ZONE_MS);
    const measured = await measureZone(measurer, part, {
      index: zone,
      fromBlock: edge(zone),
      endBlock: edge(zone + 1),
      blockSectors,
      budgetMs: zoneMs,
    });
    if (measured === null && measurer.isOver) return;
    take(measured);
  }
}

interface Extent {
  readonly index: number;
  readonly fromBlock: number;
  readonly endBlock: number;
  readonly blockSectors: number;
  readonly budgetMs: number;
}

async function measureZone(measurer: Measurer, way: Way, extent: Extent): Promise<Zone | null> {
  const { fromBlock, endBlock, budgetMs } = extent;
  const budget = new Budget(budgetMs * MOST_ZONE_BUDGETS, () => measurer.nowMs());
  const tries = Math.min(TRIES, endBlock - fromBlock);
  for (let attempt = 0; attempt < tries && budget.leftMs > 0; attempt++) {
    const from = fromBlock + Math.floor(((endBlock - fromBlock) * attempt) / TRIES);
    const zone = await readUpwards(measurer, way, { ...extent, fromBlock: from });
    if (zone !== null || measurer.isOver) return zone;
  }
  return null;
}

async function readUpwards(measurer: Measurer, way: Way, extent: Extent): Promise<Zone | null> {
  const { index, fromBlock, endBlock, blockSectors, budgetMs } = extent;
  const fromLba = fromBlock * blockSectors;
  const run = { fromLba, toLba: endBlock * blockSectors, first: 0, end: endBlock - fromBlock };
  const rest = [run];
  const measured = await measurer.measure({
    ...way,
    budgetMs,
    endsAtFailure: true,
    warmUp: { blocks: Math.floor(run.end * WARM_UP), ms: budgetMs * WARM_UP },
    next: () => rest.pop() ?? null,
  });
  if (measured === null) return null;
  const { reached, bytesPerSecond, latencyUs, standardError } = measured;
  const to = fromLba + reached * blockSectors - 1;
  return { index, firstLba: fromLba, lastLba: to, bytesPerSecond, latencyUs, standardError };
}
