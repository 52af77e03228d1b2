// The program's own speed: a simulated disk without a model, only the clock is read. fio's null engine
// is asked for the same.

import { fioReadsPerSecond } from './fio.ts';
import { FIO, needPeers } from './peers.ts';
import { blocksOf, scan } from './programs.ts';
import { ratios, takeTurns } from './rounds.ts';
import type { Finding } from './targets.ts';

const FIO_SECONDS = 3;

export async function nullDisk({ rounds }: { rounds: number }): Promise<Finding[]> {
  needPeers(FIO);
  const timed = ['--time_based', `--runtime=${FIO_SECONDS}`, '--size=1T'];
  const blocks = await takeTurns(
    [
      {
        name: 'surfscan',
        run: async () => {
          const { report } = await scan(['sim:kind=null,size=4TB', '--jobs', '1']);
          return blocksOf(report) / report.scans[0]!.elapsed_s;
        },
      },
      {
        name: 'fio',
        run: () => fioReadsPerSecond(['--ioengine=null', '--rw=read', '--bs=128k', ...timed]),
      },
    ],
    rounds,
    'blocks/s',
  );
  return [{ target: 'null', values: ratios(blocks.get('surfscan')!, blocks.get('fio')!) }];
}
