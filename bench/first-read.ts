// From the start of the program to its first read, as the disk sees it come. What Node takes until it
// runs anything is measured beside it.

import { openFaultyDisk } from '../test/rig/faulty-disk.ts';
import { scanCommand, wallSeconds } from './programs.ts';
import { takeTurns } from './rounds.ts';
import { median } from './statistics.ts';
import type { Finding } from './targets.ts';

const SECTORS = 16 * 256;

export async function firstRead({ rounds }: { rounds: number }): Promise<Finding[]> {
  const disk = await openFaultyDisk({ sectors512: SECTORS });
  try {
    const ms = await takeTurns(
      [
        {
          name: 'start to first read',
          run: async () => {
            await disk.setFaults([]); // what comes after is the first again
            const beginNs = process.hrtime.bigint();
            await wallSeconds(process.execPath, scanCommand([disk.path]));
            return Number((await disk.firstReadNs()) - beginNs) / 1e6;
          },
        },
        {
          name: 'node -e 0, start to end',
          run: async () => 1000 * (await wallSeconds(process.execPath, ['-e', '0'])),
        },
      ],
      rounds,
      'ms',
    );
    const values = ms.get('start to first read')!;
    const node = median(ms.get('node -e 0, start to end')!).toFixed(0);
    return [{ target: 'firstRead', values, remark: `\`node -e 0\` takes ${node} ms` }];
  } finally {
    await disk.close();
  }
}
