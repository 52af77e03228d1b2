// Reads all over the disk: random ones, those that time the head's ways, and the same block again and
// again.

import type { SweepRun } from '../reading/sweep.ts';
import type { Device } from '../vocabulary/device.ts';
import { Budget } from './budget.ts';
import type { Measurer } from './measure.ts';
import type { Measured } from './measured-speed.ts';
import type { PartKind, Way } from './plan.ts';
import { anywhere, backwards, endToEnd, type Positions } from './positions.ts';

/** Of the time: the head has to get there, and a disk may doze. Behind it a queue runs empty, which
 * may take longer than a short one: then there is none. */
const WARM_UP = 0.1;
const LEAST_QUEUE_WARM_UP_MS = 200;
/** Places of one sweep, 1 MiB of them: at its end the queue is drained, and a new one begun. */
const PLACES = 2 ** 17;
/** Where nothing could be read other places are tried while there is time, and once anyway. */
const TRIES = 32;
const TRIES_ANYWAY = 2;
const LEAST_MS = 20;
const MIB = 2 ** 20;

export interface Scatter extends Way {
  readonly kind: Exclude<PartKind, 'sequential'>;
  readonly budgetMs: number;
}

/** null: stopped, lost, or nothing could be read. */
export async function measureScattered(
  measurer: Measurer,
  device: Device,
  order: Scatter,
  positions: Positions,
): Promise<Measured | null> {
  const blockSectors = order.blockBytes / device.logicalBytes;
  const blocks = Math.floor(device.sectors / blockSectors);
  const budget = new Budget(order.budgetMs, () => measurer.nowMs());
  let measured: Measured | null = null;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    if (attempt >= TRIES_ANYWAY && budget.leftMs === 0) break;
    const budgetMs = Math.max(LEAST_MS, budget.leftMs);
    const warmUpMs = budgetMs * WARM_UP;
    const isShort = order.depth > 1 && warmUpMs < LEAST_QUEUE_WARM_UP_MS;
    const pick = pickerOf(order, blocks, positions);
    measured = await measurer.measure({
      ...order,
      budgetMs,
      warmUp: { blocks: isShort ? 0 : PLACES, ms: warmUpMs },
      // Of the same block there would only be more failures.
      endsAtFailure: order.kind === 'burst',
      next: (): SweepRun => {
        const picks = pick();
        return { fromLba: 0, toLba: blocks * blockSectors, first: 0, end: picks.length, picks };
      },
    });
    if (measured !== null || measurer.isOver) break;
  }
  return measured;
}

/** How the next list of blocks is made. */
function pickerOf(
  { kind, blockBytes }: Scatter,
  blocks: number,
  positions: Positions,
): () => Float64Array {
  const mib = Math.max(1, MIB / blockBytes);
  if (kind === 'adjacent') return () => backwards(positions, blocks, PLACES, mib);
  if (kind === 'fullStroke') return () => endToEnd(positions, blocks, PLACES);
  if (kind === 'random') return () => anywhere(positions, blocks, PLACES);
  const same = positions.below(blocks);
  return () => new Float64Array(PLACES).fill(same);
}
