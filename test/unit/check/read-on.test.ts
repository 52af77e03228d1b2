// A start of unknown length is read on to the longest request there can be, or until something fails.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { longestRequestBytes } from '../../../src/check/longest-request.ts';
import { stretchesOf, type Units } from '../../../src/check/stretches.ts';
import { inspectTarget } from '../../../src/index.ts';
import { suspectsOf } from '../../../src/kernel-log/index.ts';
import { fakeSystem } from '../disks/fakes.ts';
import { addSataDisk, Machine } from '../disks/machine.ts';
import { readLog } from '../kernel-log/read-log.ts';
import { block } from '../kernel-log/suspected.ts';
import { aTarget } from '../kernel-log/targets.ts';
import { checkSim, said } from './check-sim.ts';

const DISK = 'size=1000000s';
const badOf = ({ probed }: Awaited<ReturnType<typeof checkSim>>) =>
  probed!.bad.map(({ from, to }) => [from, to - 1]);

describe('a request of unknown length', () => {
  test('the sector that failed lies far behind its start, and is found', async () => {
    const result = await checkSim(`${DISK},bad=18000`, [block(10_000)]);
    expect([result.verdict, badOf(result)]).toEqual(['bad', [[18_000, 18_000]]]);
    expect(said(result).join('\n')).toMatch(/read on, the bad sector is 18000, the 8,001st from/);
    expect(said(result).join('\n')).not.toMatch(/Bad, too/);
  });

  test('weak ones too', async () => {
    const result = await checkSim(`${DISK},weak=18000-18000@1`, [block(10_000)]);
    expect(result.verdict).toBe('weak');
    expect(said(result).join('\n')).toMatch(/read on, what failed, and then read, is 17936-18191/);
  });

  test('no further than that it fails', async () => {
    const result = await checkSim(`${DISK},bad=10100,bad=20000`, [block(10_000)]);
    expect(badOf(result)).toEqual([[10_100, 10_100]]);
    const { coverage, ranges, complete } = result.probed!;
    expect(ranges).toEqual([{ from: 9744, to: 10_512 }]);
    expect([coverage, complete]).toEqual([{ total: 768, good: 767, bad: 1, unread: 0 }, true]);
  });

  test('that reads is called good after 16 MiB, and that is said', async () => {
    const result = await checkSim(DISK, [block(10_000)]);
    expect(result.verdict).toBe('good');
    expect(result.probed!.ranges).toEqual([{ from: 9744, to: 10_000 + 32_768 }]);
    expect(said(result).join('\n')).toMatch(/was read on: 32,768 sectors, as long as a request/);
  });

  test('up to the end of the disk', async () => {
    const result = await checkSim('size=12000s,bad=11999', [block(10_000)]);
    expect(badOf(result)).toEqual([[11_999, 11_999]]);
  });

  test('what begins later is read on for itself, though the first has failed', async () => {
    const lines = [block(10_000), block(12_000)];
    const result = await checkSim(`${DISK},bad=10005,bad=20000`, lines);
    expect(badOf(result)).toEqual([
      [10_005, 10_005],
      [20_000, 20_000],
    ]);
  });

  test('an exact sector behind a start does not end it', async () => {
    const exact = '# 1  Extended offline    Completed: read failure  90%  12345   12000';
    const result = await checkSim(`${DISK},bad=20000`, [block(10_000), exact]);
    expect(badOf(result)).toEqual([[20_000, 20_000]]);
  });
});

test('stretches of starts stay in order and apart, whatever the disk’s physical sectors are', () => {
  for (const units of [
    { sectors: 100_000, logicalBytes: 512, unitSectors: 8, phaseLba: 7 },
    { sectors: 50_001, logicalBytes: 4096, unitSectors: 1, phaseLba: 0, longestRequestSectors: 33 },
  ] satisfies Units[]) {
    const lines = [5, 400, 700, 30_000, 30_300].map((sector) => block(sector)).join('\n');
    const target = aTarget({ sectors: units.sectors, logicalBytes: units.logicalBytes });
    const { suspects } = suspectsOf(readLog(lines).accusations, target);
    let reached = 0;
    for (const { from, to } of stretchesOf(suspects, units)) {
      expect(from).toBeGreaterThanOrEqual(reached);
      expect(to).toBeGreaterThan(from);
      reached = to;
    }
    expect(reached).toBeLessThanOrEqual(units.sectors);
  }
});

describe('the longest request', () => {
  test('Linux: the hardware’s limit of the disk, for its partitions too', async () => {
    const machine = new Machine();
    addSataDisk(machine);
    const system = fakeSystem({
      root: machine.root,
      files: { '/dev/sda': { rdev: 8n << 8n }, '/dev/sda1': { rdev: (8n << 8n) + 1n } },
      links: { '/dev/sda': '/dev/sda', '/dev/sda1': '/dev/sda1' },
    });
    const queue = join(machine.root, 'sys/class/block/sda/queue');
    mkdirSync(queue, { recursive: true });
    writeFileSync(join(queue, 'max_hw_sectors_kb'), '4096\n');
    for (const path of ['/dev/sda', '/dev/sda1']) {
      const target = await inspectTarget(path, {}, system);
      expect(await longestRequestBytes(target, system)).toBe(4096 * 1024);
    }
  });

  test('FreeBSD: kern.maxphys, where there is one', async () => {
    const target = await inspectTarget('sim:size=1000s');
    const disk = { ...target, device: { ...target.device, kind: 'block' as const } };
    const system = { ...fakeSystem({}), platform: 'freebsd' };
    const answering = { ...system, run: async () => '1048576\n' };
    expect(await longestRequestBytes(disk, answering)).toBe(1024 * 1024);
    const silent = { ...system, run: () => Promise.reject(new Error('unknown oid')) };
    expect(await longestRequestBytes(disk, silent)).toBeUndefined();
    expect(await longestRequestBytes(target)).toBeUndefined();
  });
});
