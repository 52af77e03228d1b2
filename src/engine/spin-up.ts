// Spin-up: a disk in standby takes seconds to answer at first, which is no sector's fault.

import type { SweepRunner } from '../reading/sweep-runner.ts';
import { wholeRun } from '../reading/whole-run.ts';
import { errorOfNative } from '../vocabulary/classes.ts';
import type { BlockRange } from '../vocabulary/ranges.ts';
import type { ScanContext } from './context.ts';
import { takeFirstReading } from './pass.ts';

/**
 * One untimed read of the first block that is to be read. If it fails, that is the block's first
 * reading. Images and simulated disks do not sleep. Returns what is left for the pass.
 */
export async function spinUp(
  context: ScanContext,
  runner: SweepRunner,
  unread: readonly BlockRange[],
): Promise<readonly BlockRange[]> {
  const { target, grid, map, control, plan, corrections, failedBlocks, shares } = context;
  const block = unread[0]?.first;
  if (target.device.kind !== 'block' || block === undefined) return unread;
  let failed = false;
  await runner.run(
    control.probe,
    {
      runs: [wholeRun(grid.startOf(block), grid.endOf(block), plan.blockSectors, 0)],
      unitSectors: plan.blockSectors,
      phaseLba: 0,
    },
    (reading) => {
      failed = true;
      const { byte, code } = errorOfNative(reading.error);
      map[block] = byte!;
      corrections[code]++;
      Atomics.add(new Uint32Array(failedBlocks), 0, 1);
      takeFirstReading(context, reading);
    },
  );
  if (context.trouble?.code === 'ERR_GONE') corrections.GONE++;
  if (!failed) return unread;
  shares.push({ first: block, next: block + 1, end: block + 1 });
  const [first, ...others] = unread;
  const rest = { first: block + 1, end: first!.end };
  return rest.first < rest.end ? [rest, ...others] : others;
}
