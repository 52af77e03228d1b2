// What surfscan costs beside the bare read loop, on a disk that costs next to nothing.

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { compiled, PROJECT } from '../test/rig/server-binary.ts';
import { ONE_READER, scan } from './programs.ts';
import { ratios, takeTurns } from './rounds.ts';
import { median } from './statistics.ts';
import type { Finding } from './targets.ts';
import { canMakeZram, largestZramBytes, makeZram } from './zram-disk.ts';

const CALIBRATION_BYTES = 8 * 2 ** 30;

export async function zram(options: { seconds: number; rounds: number }): Promise<Finding[]> {
  const reason = canMakeZram();
  if (reason !== null) throw new Error(reason);
  const binary = compiled('baseline', [join(PROJECT, 'bench/baseline.c')]);
  const loop = (path: string): number =>
    Number(execFileSync(binary, [path], { encoding: 'utf8' }).split(' ')[0]);

  const small = makeZram(CALIBRATION_BYTES);
  const secondsPerByte = median([1, 2, 3].map(() => loop(small.path))) / CALIBRATION_BYTES;
  small.remove();

  const bytes = Math.min(options.seconds / secondsPerByte, largestZramBytes());
  const disk = makeZram(bytes);
  try {
    process.stdout.write(`  empty zram of ${(bytes / 2 ** 30).toFixed(0)} GiB\n`);
    const seconds = await takeTurns(
      [
        {
          name: 'surfscan',
          run: async () => (await scan([disk.path, ...ONE_READER])).report.scans[0]!.elapsed_s,
        },
        { name: 'C loop', run: () => loop(disk.path) },
      ],
      options.rounds,
      's',
    );
    return [{ target: 'zram', values: ratios(seconds.get('surfscan')!, seconds.get('C loop')!) }];
  } finally {
    disk.remove();
  }
}
