// Blocks of 4096 bytes, where each read's own cost is all there is.

import { fioReadsPerSecond, ofDisk } from './fio.ts';
import { FIO, needPeers } from './peers.ts';
import { blocksOf, scan } from './programs.ts';
import { makeRamDisk } from './ram-disk.ts';
import { ratios, takeTurns } from './rounds.ts';
import type { Finding } from './targets.ts';

const GIB = 4;

export async function smallBlocks({ rounds }: { rounds: number }): Promise<Finding[]> {
  needPeers(FIO);
  const disk = makeRamDisk(GIB * 2 ** 30);
  const deep = ['--rw=read', '--bs=4k', '--iodepth=32'];
  try {
    const reads = await takeTurns(
      [
        {
          name: 'surfscan',
          run: async () => {
            const { report } = await scan([disk.path, '--block', '8']);
            return blocksOf(report) / report.scans[0]!.elapsed_s;
          },
        },
        { name: 'fio', run: () => fioReadsPerSecond([...ofDisk(disk.path), ...deep]) },
      ],
      rounds,
      'reads/s',
    );
    const values = ratios(reads.get('surfscan')!, reads.get('fio')!);
    return [{ target: 'smallBlocks', values }];
  } finally {
    disk.remove();
  }
}
