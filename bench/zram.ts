// What surfscan costs beside the bare read loop, on a disk that costs next to nothing.

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { compiled, PROJECT } from '../test/rig/server-binary.ts';
import { oneReader, scan } from './programs.ts';
import { median, spread } from './statistics.ts';
import { canMakeZram, largestZramBytes, makeZram } from './zram-disk.ts';

const CALIBRATION_BYTES = 8 * 2 ** 30;

export async function zram(options: { seconds: number; rounds: number }): Promise<void> {
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
    process.stdout.write(`empty zram of ${(bytes / 2 ** 30).toFixed(0)} GiB, 128 KiB blocks\n`);
    const [bare, ours, ratios]: number[][] = [[], [], []];
    for (let round = 0; round < options.rounds; round++) {
      bare!.push(loop(disk.path));
      const { report } = await scan([disk.path, ...oneReader()]);
      ours!.push(report.scans[0]!.elapsed_s);
      ratios!.push(ours!.at(-1)! / bare!.at(-1)!);
      const line = [bare!.at(-1)!, ours!.at(-1)!, ratios!.at(-1)!].map((n) => n.toFixed(3));
      process.stdout.write(`  C loop ${line[0]} s, surfscan ${line[1]} s, ratio ${line[2]}\n`);
    }
    process.stdout.write(`C loop, s: ${spread(bare!)}\nsurfscan, s: ${spread(ours!)}\n`);
    process.stdout.write(`surfscan / C loop: ${spread(ratios!)}\n`);
  } finally {
    disk.remove();
  }
}
