// A disk that fails for a while, whatever is read, and comes back: what it failed to read meanwhile is
// not bad.

import { expect, test } from 'vitest';
import { describeWithDisks } from '../rig/availability.ts';
import { bad, type Fault, outage } from '../rig/faults.ts';
import { diskOf, MIB } from './fixtures.ts';
import type { ScanShape } from './report-shape.ts';
import { scan } from './run-cli.ts';
import { random, someSeeds } from './seeds.ts';

const SEEDS = process.env.SURFSCAN_SEED?.split(',').map(Number) ?? someSeeds(10);
const SECTORS = 8 * MIB;
/** As many failures in a row make it look whether the disk is there: fewer are taken for the disk's. */
const STORM_ROW = 32;

describeWithDisks('an outage', () => {
  for (const seed of SEEDS) {
    test(`of reads in narrowing or the pass: SURFSCAN_SEED=${seed}`, async () => {
      const next = random(seed);
      const real = Array.from({ length: 1 + next(3) }, (_, i): Fault => {
        const from = i * 5000 + next(3000);
        return bad(from, from + next(100));
      });
      const truth = new Set(real.flatMap(({ from, to }) => range(from, to)));
      const disk = await diskOf(SECTORS, ...real);
      const { scan: undisturbed } = await scan(disk.path, '--jobs', 1);
      expect(badSectors(undisturbed)).toEqual([...truth]);
      const { reads } = await disk.stats();

      for (let i = 0; i < 4; i++) {
        const first = 1 + next(reads);
        const length = i === 0 ? 33 + next(8) : 1 + next(300);
        const outages = [outage(first, first + length - 1)];
        // Comes while what failed in the first is read again, if that was a storm, or soon after.
        if (i === 1) {
          const again = first + length + 1 + next(40);
          outages.push(outage(again, again + STORM_ROW + next(60)));
        }
        await disk.setFaults([...real, ...outages]);
        const run = await scan(disk.path, '--jobs', 1);
        const said = `${JSON.stringify(outages)} of ${reads} reads: ${JSON.stringify(run.scan.bad)}`;
        const exact = badSectors(run.scan);
        const good = exact.filter((lba) => !truth.has(lba));
        expect(good.length, said).toBeLessThanOrEqual(length > STORM_ROW ? 0 : length);
        if (run.scan.error === undefined) {
          const lost = [...truth].filter((lba) => !exact.includes(lba));
          expect(lost, said).toEqual([]);
          expect(run.scan.coverage.unread, said).toBe(0);
        } else {
          expect(run.scan.error.code, said).toBe('ERR_GONE');
        }
      }
    });
  }
});

function badSectors({ bad }: ScanShape): number[] {
  return bad.filter(({ exact }) => exact).flatMap(({ from, to }) => range(from, to));
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}
