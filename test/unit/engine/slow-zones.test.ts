// Stretches that read well and far too slowly.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { inspectTarget, loadStoredScan, Run, runReport } from '../../../src/index.ts';
import { isFastDisk } from '../../../src/vocabulary/slow-zones.ts';
import { scanSim } from './scan-sim.ts';

const ZONES_RULE = 'slow_zones>0';
const ruleOf = (scan: { rules: readonly { rule: string }[] }) =>
  scan.rules.find(({ rule }) => rule === ZONES_RULE);

describe('a disk fails by its speed', () => {
  test('all of it at 6.55 MB/s', async () => {
    const scan = await scanSim('size=100GB,slow=0-195312499@20');
    expect(scan.verdict).toBe('fail');
    expect(ruleOf(scan)).toEqual({ rule: ZONES_RULE, value: 1, failed: true });
    const [zone] = scan.slow_zones;
    expect(zone).toMatchObject({ from: 0, to: 195_312_499 });
    expect(zone!.again_bytes_per_s).toBeGreaterThan(6e6);
    expect(zone!.again_bytes_per_s).toBeLessThan(7e6);
  });

  test('a stretch of blocks of 450 ms, none of which is over 500', async () => {
    const scan = await scanSim('size=40GB,slow=20000000-24000000@450');
    expect(scan.verdict).toBe('fail');
    expect(scan.blocks['>500ms']).toBe(0);
    const [zone, ...more] = scan.slow_zones;
    expect(more).toEqual([]);
    // To a zone, a thousandth of the disk.
    expect(Math.abs(zone!.from - 20_000_000)).toBeLessThan(78_125);
    expect(Math.abs(zone!.to - 24_000_000)).toBeLessThan(78_125);
    expect(zone!.expected_bytes_per_s).toBeGreaterThan(100e6);
  });
});

test.each([
  ['blocks that are slow once only', 'size=20GB,slow=10000000-12000000@450*1'],
  ['single blocks, however slow', 'size=20GB,slow=1000000@29000,slow=20000000@29000'],
  ['a range of fewer than 256 blocks', 'size=65280s,slow=0-65279@450'],
])('%s are no slow zone', async (_, disk) => {
  const scan = await scanSim(disk);
  expect(scan.slow_zones).toEqual([]);
  expect(ruleOf(scan)).toEqual({ rule: ZONES_RULE, value: 0, failed: false });
});

test.each([8, 3])('with %d workers each zone is still read by one', async (jobs) => {
  const scan = await scanSim('size=40GB,slow=1000000-3000000@30', { jobs });
  expect(scan.slow_zones).toHaveLength(1);
  expect(scan.verdict).toBe('fail');
});

test('with workers taken out on the way: what one reads is not four times as fast', async () => {
  const disk = 'size=5GB,kind=ssd,speed=100,slow=1000000-9500000@13';
  const scan = await scanSim(disk);
  expect(scan.notes.join()).toMatch(/slow with \d workers/);
  expect(scan.slow_zones[0]!.bytes_per_s).toBeLessThan(11e6);
  expect(scan.verdict).toBe('fail');
});

test('zones of unreadable blocks are bad, and not slow', async () => {
  const scan = await scanSim('size=10GB,bad=0-999999@100', { refine: false });
  expect(scan.slow_zones).toEqual([]);
});

test('where others decide, slow zones are told and fail no disk', async () => {
  const scan = await scanSim('size=4GB,slow=0-7812499@20', { blockSectors: 64 });
  expect(scan.slow_zones).toHaveLength(1);
  expect([scan.verdict, ruleOf(scan)]).toEqual(['pass', undefined]);
});

test('a scan that goes on, and its map, tell the same', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'surfscan-zones-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'disk.surfscan');
  const disk = 'sim:size=20GB,slow=10000000-12000000@450';
  const jsonOf = async (to?: number, options = {}) => {
    const run = await Run.plan([await inspectTarget(disk)], options, { path, resume: true });
    await run.prepare();
    if (to !== undefined) setTimeout(() => run.stop(), to);
    return JSON.parse(JSON.stringify(runReport(await run.scan()).scans[0]));
  };
  await jsonOf(3);
  const whole = await jsonOf();
  expect(whole.slow_zones).toHaveLength(1);
  const stored = await loadStoredScan(path);
  expect(JSON.parse(JSON.stringify(runReport([stored.result]).scans[0])).slow_zones).toEqual(
    whole.slow_zones,
  );
  expect(stored.result.verdict).toBe('fail');
  // Of a finished map nothing is read again.
  expect((await jsonOf(undefined, { jobs: 8 })).slow_zones).toEqual(whole.slow_zones);
});

test.each([
  [{ kind: 'block', bus: 'sata', rotational: true }, 65_536, true],
  [{ kind: 'block', bus: 'nvme', rotational: false }, 131_072, true],
  [{ kind: 'block', bus: 'sata', rotational: true }, 65_535, false],
  [{ kind: 'block', bus: 'usb', rotational: true }, 131_072, false],
  [{ kind: 'block', bus: 'loop', rotational: false }, 131_072, false],
  [{ kind: 'block', bus: null, rotational: null }, 131_072, false],
  [{ kind: 'file', bus: null, rotational: null }, 131_072, false],
  [{ kind: 'sim', bus: null, rotational: false }, 131_072, true],
  [{ kind: 'sim', bus: null, rotational: null }, 131_072, false],
] as const)('20 MB/s hold for %o in blocks of %d: %s', (device, blockBytes, holds) => {
  expect(isFastDisk(device, blockBytes)).toBe(holds);
});
