// A disk of 24 TB: what its map takes in memory, and whether it is scanned as fast as a small one.

import { scan } from './programs.ts';
import { ratios, takeTurns } from './rounds.ts';
import { spread } from './statistics.ts';
import type { Finding } from './targets.ts';

export async function largeDisk({ rounds }: { rounds: number }): Promise<Finding[]> {
  const peaks: number[] = [];
  // The pass alone: a disk that is done within the second would else seem slow for its start.
  const rate = async (size: string, peaked?: number[]) => {
    const target = `sim:kind=null,size=${size}`;
    const { report, peakMiB } = await scan([target], { watch: peaked !== undefined });
    peaked?.push(peakMiB);
    return report.scans[0]!.bytes_per_s;
  };
  const rates = await takeTurns(
    [
      { name: '24 TB', run: () => rate('24TB', peaks) },
      { name: '1 TB', run: () => rate('1TB') },
    ],
    rounds,
    'bytes/s',
  );
  process.stdout.write(`  24 TB, peak MiB: ${spread(peaks, 0)}\n`);
  return [
    { target: 'peakMemory', values: peaks },
    { target: 'largeRate', values: ratios(rates.get('24 TB')!, rates.get('1 TB')!) },
  ];
}
