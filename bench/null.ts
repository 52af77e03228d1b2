// The program's own speed and size: a simulated disk without a model, only the clock is read.

import { scan } from './programs.ts';
import { spread } from './statistics.ts';

export async function nullDisk(options: { rounds: number }): Promise<void> {
  for (const jobs of [1, 2]) {
    const perWorker: number[] = [];
    for (let round = 0; round < options.rounds; round++) {
      const { report } = await scan(['sim:kind=null,size=4TB', '--jobs', String(jobs)]);
      const [only] = report.scans;
      const blocks = Object.values(only!.blocks).reduce((sum, count) => sum + count, 0);
      perWorker.push(blocks / only!.elapsed_s / jobs / 1e6);
    }
    process.stdout.write(
      `4 TB, ${jobs} workers: million blocks/s a worker: ${spread(perWorker)}\n`,
    );
  }
  const { report, peakMiB, wallSeconds } = await scan(['sim:kind=null,size=24TB', '--jobs', '1']);
  const seconds = `${report.scans[0]!.elapsed_s.toFixed(1)} s of ${wallSeconds.toFixed(1)} s`;
  process.stdout.write(`24 TB: peak resident ${peakMiB.toFixed(0)} MiB; scanned in ${seconds}\n`);
}
