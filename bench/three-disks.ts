// Three disks that wait, and not compute, scanned together: the time should be that of one.

import { slow } from '../test/rig/faults.ts';
import { openFaultyDisk } from '../test/rig/faulty-disk.ts';
import { ONE_READER, scan } from './programs.ts';
import { ratios, takeTurns } from './rounds.ts';
import type { Finding } from './targets.ts';

const SECTORS = 1000 * 256; // a thousand blocks
const MS_A_READ = 3;

export async function threeDisks(options: { rounds: number }): Promise<Finding[]> {
  const disk = { sectors512: SECTORS, faults: [slow(0, SECTORS - 1, MS_A_READ)] };
  const disks = [
    await openFaultyDisk(disk),
    await openFaultyDisk(disk),
    await openFaultyDisk(disk),
  ];
  try {
    const paths = disks.map(({ path }) => path);
    const seconds = await takeTurns(
      [
        { name: 'together', run: () => longest(paths) },
        { name: 'alone', run: () => longest(paths.slice(0, 1)) },
      ],
      options.rounds,
      's',
    );
    const values = ratios(seconds.get('together')!, seconds.get('alone')!);
    return [{ target: 'threeDisks', values }];
  } finally {
    for (const entry of disks) await entry.close();
  }
}

async function longest(paths: readonly string[]): Promise<number> {
  const { report } = await scan([...paths, ...ONE_READER]);
  return Math.max(...report.scans.map(({ elapsed_s }) => elapsed_s));
}
