// Three disks that wait, and not compute, scanned together: the time should be that of one.

import { slow } from '../test/rig/faults.ts';
import { openFaultyDisk } from '../test/rig/faulty-disk.ts';
import { oneReader, scan } from './programs.ts';
import { spread } from './statistics.ts';

const SECTORS = 1000 * 256; // a thousand blocks
const MS_A_READ = 3;

export async function threeDisks(options: { rounds: number }): Promise<void> {
  const disk = { sectors512: SECTORS, faults: [slow(0, SECTORS - 1, MS_A_READ)] };
  const disks = [
    await openFaultyDisk(disk),
    await openFaultyDisk(disk),
    await openFaultyDisk(disk),
  ];
  try {
    const paths = disks.map(({ path }) => path);
    const [alone, together, ratios]: number[][] = [[], [], []];
    for (let round = 0; round < options.rounds; round++) {
      alone!.push(await longest(paths.slice(0, 1)));
      together!.push(await longest(paths));
      ratios!.push(together!.at(-1)! / alone!.at(-1)!);
    }
    process.stdout.write(`1000 blocks of ${MS_A_READ} ms a disk\none, s: ${spread(alone!)}\n`);
    process.stdout.write(`three, s: ${spread(together!)}\nthree / one: ${spread(ratios!)}\n`);
  } finally {
    for (const entry of disks) await entry.close();
  }
}

async function longest(paths: readonly string[]): Promise<number> {
  const { report } = await scan([...paths, ...oneReader()]);
  return Math.max(...report.scans.map(({ elapsed_s }) => elapsed_s));
}
