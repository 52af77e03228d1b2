// Behind 2 TiB, 2^32 sectors and 2^32 bytes: where 32-bit arithmetic comes round again.

import { expect, test } from 'vitest';
import { describeWithDisks } from '../rig/availability.ts';
import { bad } from '../rig/faults.ts';
import { disk4Kn, diskOf } from './fixtures.ts';
import { badExtent } from './report-shape.ts';
import { scan } from './run-cli.ts';

const SECTORS_18_TB = 18e12 / 512;

describeWithDisks('an 18 TB disk', () => {
  test('its last gigabyte', async () => {
    const last = SECTORS_18_TB - 1;
    const disk = await diskOf(SECTORS_18_TB, bad(last - 1_000_003, last - 1_000_000), bad(last));
    const run = await scan(disk.path, '--from', last - 2_000_000);
    expect(run.status).toBe(1);
    expect(run.scan.device.sectors).toBe(SECTORS_18_TB);
    expect(run.scan.range).toEqual({ from: last - 2_000_000, to: last });
    expect(run.scan.bad).toEqual([badExtent(last - 1_000_003, last - 1_000_000), badExtent(last)]);
  });

  for (const [name, border] of [
    ['2^32 bytes', 2 ** 23],
    ['2 TiB', 2 ** 32],
    ['2^31 sectors', 2 ** 31],
    ['8 TiB', 2 ** 34],
  ] as const) {
    test(`across ${name}`, async () => {
      const disk = await diskOf(SECTORS_18_TB, bad(border - 1, border + 1), bad(border + 70_000));
      const run = await scan(disk.path, '--from', border - 100_000, '--to', border + 100_000);
      expect(run.scan.coverage.total).toBe(200_001);
      expect(run.scan.bad).toEqual([badExtent(border - 1, border + 1), badExtent(border + 70_000)]);
    });
  }

  test('what is bad beyond 2 TiB is not found at the same place below it', async () => {
    const disk = await diskOf(SECTORS_18_TB, bad(2 ** 32 + 5000));
    const run = await scan(disk.path, '--from', 0, '--to', 100_000);
    expect(run.status).toBe(0);
    expect(run.scan.bad).toEqual([]);
  });

  test('with sectors of 4096 bytes', async () => {
    const last = SECTORS_18_TB / 8 - 1;
    const disk = await disk4Kn(SECTORS_18_TB, bad(8 * (last - 7)), bad(8 * last + 3));
    const run = await scan(disk.path, '--from', last - 50_000);
    expect(run.scan.device.sectors).toBe(last + 1);
    expect(run.scan.bad).toEqual([badExtent(last - 7), badExtent(last)]);
  });
});
