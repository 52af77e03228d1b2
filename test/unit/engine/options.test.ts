// Options against a disk: what is not on it is ERR_USAGE before anything is read.

import { describe, expect, test } from 'vitest';
import { native } from '../../../src/addon/native.ts';
import { planScan } from '../../../src/engine/options.ts';
import {
  hasResult,
  inspectTarget,
  parseLbaChoice,
  parseRule,
  Run,
  type ScanOptions,
} from '../../../src/index.ts';
import { WorkerPool } from '../../../src/reading/pool.ts';
import type { DriveSite, Passage } from '../../../src/vocabulary/method.ts';

const DISK = 'sim:size=1000s,kind=ssd';

const planOf = async (options: ScanOptions, disk = DISK) =>
  planScan(await inspectTarget(disk), options);

describe('the range', () => {
  test('is the whole disk where nothing is said', async () => {
    expect(await planOf({})).toMatchObject({ fromLba: 0, toLba: 1000 });
  });

  test.each([
    ['0', '0', 0, 1],
    ['999', '999', 999, 1000],
    ['0%', '100%', 0, 1000],
    ['50%', '100%', 500, 1000],
    ['0', '50%', 0, 500],
    ['1KiB', '0x3e7', 2, 1000],
    ['0', '0', 0, 1],
    ['999', '999', 999, 1000],
  ])('%s to %s', async (from, to, fromLba, toLba) => {
    const options = {
      from: parseLbaChoice('--from', from, 'from'),
      to: parseLbaChoice('--to', to, 'to'),
    };
    expect(await planOf(options)).toMatchObject({ fromLba, toLba });
  });

  test.each([
    ['1000', '100%', 'LBA 1000 is not on sim:size=1000s,kind=ssd: its LBAs are 0 to 999'],
    ['100%', '100%', 'LBA 1000 is not on'],
    ['0', '1000', 'LBA 1000 is not on'],
    ['0', '0%', 'LBA -1 is not on'],
    ['0', '101%', 'LBA 1009 is not on'],
    ['0', '1GB', 'LBA 1953124 is not on'],
    ['9007199254740991', '100%', 'LBA 9007199254740991 is not on'],
    ['11', '10', 'the range ends (LBA 10) before it begins (LBA 11)'],
    ['50%', '50%', 'the range ends (LBA 499) before it begins (LBA 500)'],
  ])('%s to %s is refused', async (from, to, message) => {
    const options = {
      from: parseLbaChoice('--from', from, 'from'),
      to: parseLbaChoice('--to', to, 'to'),
    };
    const plan = planOf(options);
    await expect(plan).rejects.toMatchObject({ code: 'ERR_USAGE' });
    await expect(plan).rejects.toThrow(message);
  });
});

describe('the block', () => {
  test.each([
    [512, 256],
    [4096, 32],
    [65_536, 2],
  ])('is 128 KiB worth of sectors of %d bytes', async (bytes, blockSectors) => {
    expect(await planOf({}, `sim:size=1GiB,sector=${bytes}`)).toMatchObject({ blockSectors });
  });

  test('takes 16 MiB worth, and not a sector more', async () => {
    const disk = 'sim:size=1GiB,sector=4096';
    expect(await planOf({ blockSectors: 4096 }, disk)).toMatchObject({ blockSectors: 4096 });
    await expect(planOf({ blockSectors: 4097 }, disk)).rejects.toThrow(
      '--block 4097: expected 1 to 4096 sectors (16 MiB)',
    );
  });
});

describe('the workers', () => {
  test.each([
    ['hdd', 1],
    ['ssd', 4],
    ['null', 1],
  ])('kind=%s', async (kind, jobs) => {
    const plan = await planOf({}, `sim:size=1GiB,kind=${kind}`);
    expect(plan).toMatchObject({ engine: 'sim', depth: 1, jobs, mayShrinkJobs: true });
  });

  test('as many as asked, which no slowness shrinks', async () => {
    expect(await planOf({ jobs: 64 })).toMatchObject({ jobs: 64, mayShrinkJobs: false });
  });

  test('no more than blocks', async () => {
    const run = await Run.plan([await inspectTarget(DISK)], { jobs: 64, blockSectors: 300 });
    expect(run.scans[0]!.jobs).toBe(4);
  });
});

describe.skipIf(native.uringErrno() !== 0)('reads in flight of a disk without a spindle', () => {
  // 128 KiB, 64 KiB, 4 KiB and 16 MiB.
  test.each([
    [256, 16],
    [128, 32],
    [8, 32],
    [32_768, 16],
  ])('%d sectors a block', async (blockSectors, depth) => {
    const target = await inspectTarget(DISK);
    const device = { ...target.device, kind: 'block', rotational: false, bus: 'nvme' } as const;
    const plan = planScan({ ...target, device }, { blockSectors });
    expect(plan).toMatchObject({ engine: 'io_uring', depth, mayShrinkDepth: true });
  });
});

describe('by a way through the drive', () => {
  const site: DriveSite = {
    way: 'sg',
    ...{ path: '/dev/sg3', number: '21:3', address: '', unitSerial: '', nsid: 0, firstLba: 0 },
    ...{ orders: ['VERIFY(16)' as const], mostSectors: 256 },
  };
  const planBy = async (passage: Passage) => {
    const target = await inspectTarget(DISK);
    return planScan({ ...target, passage }, {});
  };

  test('it is read by that, one after the other where its node takes no more', async () => {
    const plan = await planBy({ method: 'verify', site, mostDepth: 1 });
    expect(plan).toMatchObject({ engine: 'sgio', method: 'verify', depth: 1, jobs: 4 });
    const deep = await planBy({ method: 'verify', site, mostDepth: 8 });
    expect(deep).toMatchObject({ engine: 'sgio', depth: 8, jobs: 1 });
  });

  test('a simulated disk has none, and verifies all the same', async () => {
    const plan = await planBy({ method: 'verify', site: null, mostDepth: 1 });
    expect(plan).toMatchObject({ engine: 'sim', method: 'verify', depth: 1 });
  });
});

describe('what nobody asked for', () => {
  test('is as the contract has it', async () => {
    const { rules, ...plan } = await planOf({}, 'sim:size=1000s,kind=hdd');
    expect(plan).toEqual({
      fromLba: 0,
      toLba: 1000,
      blockSectors: 256,
      engine: 'sim',
      jobs: 1,
      depth: 1,
      method: 'read',
      mayShrinkJobs: true,
      mayShrinkDepth: true,
      slowMs: 500,
      smart: true,
      maxTempC: null,
      timeoutMs: 30_000,
      hangMs: 600_000,
      retries: 0,
      refine: true,
      refineLimitMs: 3_600_000,
      maxBad: null,
      bytesPerSecond: null,
      labels: {},
      notes: [],
    });
    expect(rules.map(({ text }) => text)).toEqual(['bad>0', '>500ms>0', 'slow_zones>0']);
  });

  test('what was asked for counts', async () => {
    const rules = [parseRule('p99>50')];
    const asked = { timeoutSeconds: 3, hangSeconds: 60, refineLimitSeconds: 5, retries: 2 };
    const more = { refine: false, maxBad: 7, bytesPerSecond: 1000, rules, jobs: 3 };
    expect(await planOf({ ...asked, ...more })).toMatchObject({
      timeoutMs: 3000,
      hangMs: 60_000,
      refineLimitMs: 5000,
      retries: 2,
      refine: false,
      maxBad: 7,
      bytesPerSecond: 1000,
      rules,
      jobs: 3,
      mayShrinkJobs: false,
    });
  });

  test.skipIf(native.uringErrno() !== 0).each([
    [1, 500],
    [2, 50],
    [256, 50],
  ])('at depth %d a block is slow, and looked at alone, from %d ms', async (depth, slowMs) => {
    const target = await inspectTarget(DISK);
    const device = { ...target.device, kind: 'block', bus: 'nvme' } as const;
    expect(planScan({ ...target, device }, { depth })).toMatchObject({
      depth,
      slowMs,
      engine: 'io_uring',
      mayShrinkDepth: false,
    });
  });
});

describe('threads that were started before', () => {
  test.each([1, 2, 3])('%d of them, for a run of two', async (started) => {
    const targets = [await inspectTarget('sim:size=9s'), await inspectTarget('sim:size=8s')];
    const run = await Run.plan(targets, {}, null, new WorkerPool(started));
    const entries = await run.scan();
    const read = entries.map((entry) => hasResult(entry) && entry.coverage.good);
    expect(read).toEqual([9, 8]);
  });
});

describe('Run.plan', () => {
  test('refuses a run without targets, and the same disk twice', async () => {
    await expect(Run.plan([], {})).rejects.toMatchObject({ code: 'ERR_USAGE' });
    const twice = [await inspectTarget(DISK), await inspectTarget('sim:kind=ssd,size=1000s')];
    await expect(Run.plan(twice, {})).rejects.toMatchObject({ code: 'ERR_USAGE' });
  });

  test.each([0, 65, -1, Number.NaN])('refuses %d jobs', async (jobs) => {
    await expect(Run.plan([await inspectTarget(DISK)], { jobs })).rejects.toMatchObject({
      code: 'ERR_USAGE',
    });
  });

  test.each([0, 257, -1, Number.NaN])('refuses a depth of %d', async (depth) => {
    const planned = Run.plan([await inspectTarget(DISK)], { depth });
    await expect(planned).rejects.toThrow(`expected a depth of 1 to 256, got ${depth}`);
  });

  test('takes a depth of 1 anywhere, of 256 where reads are sent off', async () => {
    expect((await Run.plan([await inspectTarget(DISK)], { depth: 1 })).scans[0]!.depth).toBe(1);
    const deep = Run.plan([await inspectTarget(DISK)], { depth: 256 });
    await expect(deep).rejects.toThrow(/more than 1 needs io_uring, and sim:.* is simulated/);
  });

  test('takes 1024 workers of all disks together', async () => {
    const targets = async (count: number) =>
      Promise.all([...Array(count).keys()].map((seed) => inspectTarget(`${DISK},seed=${seed}`)));
    const options = { jobs: 64, blockSectors: 8 };
    expect((await Run.plan(await targets(16), options)).scans).toHaveLength(16);
    await expect(Run.plan(await targets(17), options)).rejects.toThrow(
      '17 targets with 1088 workers in all: expected at most 1024 workers',
    );
  });
});
