// A disk of memory, whole, as one would scan it: the wall's time from start to end beside that of the
// programs that read a disk from its first sector to its last.

import { DISK_READERS, missingPeers } from './peers.ts';
import { scanCommand, wallSeconds } from './programs.ts';
import { makeRamDisk } from './ram-disk.ts';
import { ratios, takeTurns } from './rounds.ts';
import { median } from './statistics.ts';
import type { Finding } from './targets.ts';

const GIB = 6;

export async function ramWall({ rounds }: { rounds: number }): Promise<Finding[]> {
  const peers = DISK_READERS.filter((peer) => missingPeers([peer]) === null);
  const missing = missingPeers(DISK_READERS);
  if (missing !== null) process.stdout.write(`  ${missing}\n`);
  const disk = makeRamDisk(GIB * 2 ** 30);
  try {
    const seconds = await takeTurns(
      [
        {
          name: 'surfscan',
          run: () => wallSeconds(process.execPath, scanCommand([disk.path])),
        },
        ...peers.map(({ name, program, argumentsFor }) => ({
          name,
          run: () => wallSeconds(program, argumentsFor(disk.path)),
        })),
      ],
      rounds,
      's',
    );
    const ours = seconds.get('surfscan')!;
    const byTime = peers.map(({ name }) => name);
    byTime.sort((a, b) => median(seconds.get(a)!) - median(seconds.get(b)!));
    const best = byTime[0]!; // dd is always there
    const values = ratios(ours, seconds.get(best)!);
    const without = missing === null ? '' : `; ${missing}`;
    return [{ target: 'ramWall', values, remark: `the best is ${best}${without}` }];
  } finally {
    disk.remove();
  }
}
