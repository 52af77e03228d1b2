// Waking a disk: one in standby takes seconds to spin up, which is no sector's fault.

import { errorOfNative } from '../classes.ts';
import type { Conductor } from './conductor.ts';
import type { ScanContext } from './context.ts';
import { takeFirstReading } from './pass.ts';
import { wholeRun } from './whole-run.ts';

/**
 * One untimed read of the first block. If it fails, that is the block's first reading. Images and
 * simulated disks do not sleep. Returns the block that the pass begins with.
 */
export async function wake(context: ScanContext, conductor: Conductor): Promise<number> {
  const { target, grid, map, crew, plan, corrections, failedBlocks, shares } = context;
  if (target.device.kind !== 'block') return 0;
  let failed = false;
  await conductor.conduct(
    crew.probe,
    {
      runs: [wholeRun(grid.fromLba, grid.endOf(0), plan.blockSectors, 0)],
      unitSectors: plan.blockSectors,
      phaseLba: 0,
    },
    (reading) => {
      failed = true;
      const { byte, code } = errorOfNative(reading.error);
      map[0] = byte!;
      corrections[code]++;
      Atomics.add(new Uint32Array(failedBlocks), 0, 1);
      takeFirstReading(context, reading);
    },
  );
  if (failed) shares.push({ first: 0, next: 1, end: 1 });
  if (context.trouble?.code === 'ERR_GONE') corrections.GONE++;
  return failed ? 1 : 0;
}
