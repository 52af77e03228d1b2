// What stands in the log of a scan without a screen, and how much of it.

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { RunEntry } from '../../../src/api/common.ts';
import { SurfscanError } from '../../../src/api/common.ts';
import { ProgressLines } from '../../../src/cli/progress-lines.ts';
import { WatchedFake } from './watched-scan.ts';

const HOUR_MS = 3_600_000;

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 10, 22, 10) });
});
afterEach(() => {
  vi.useRealTimers();
});

function logged(scans: readonly WatchedFake[], isQuiet = false) {
  const said: string[] = [];
  const lines = new ProgressLines(scans, isQuiet, (line) => said.push(line));
  return { said, lines };
}

const left = (scan: WatchedFake): RunEntry => ({
  device: scan.device,
  error: new SurfscanError('ERR_GONE', 'the disk left'),
});

test('each line has its time, in UTC, and its disk, and fits 80 columns', () => {
  const scan = new WatchedFake();
  const { said, lines } = logged([scan]);
  vi.advanceTimersByTime(5000);
  lines.ended([left(scan)]);
  lines.end();
  expect(said).toEqual([
    '2026-11-22T10:00:00Z /dev/sda: scanning LBA 0 to 1953525167, 1.00 TB',
    '2026-11-22T10:00:05Z /dev/sda: reading 34.1 %, 182 MB/s, 2:00:12 left, 3 bad',
    '2026-11-22T10:00:05Z /dev/sda: INCOMPLETE: the disk left',
  ]);
});

test.each([
  [
    { read: 0.6124, finished: null },
    'going on with LBA 0 to 1953525167, 1.00 TB: 61.2 % was read before',
  ],
  [{ read: 1, finished: new Date(0) }, 'finished 1970-01-01T00:00:00Z: nothing is left to read'],
])('what earlier runs came to is said: %o', (earlier, words) => {
  const scan = new WatchedFake();
  scan.earlier = earlier;
  const { said, lines } = logged([scan]);
  lines.end();
  expect(said.join(' ').replaceAll(/\s+/g, ' ')).toContain(`/dev/sda: ${words}`);
});

test('a disk that has ended is told once, and nothing more of it', () => {
  const [a, b] = [new WatchedFake('/dev/sda'), new WatchedFake('/dev/sdb')];
  const { said, lines } = logged([a, b]);
  const entries: RunEntry[] = [left(a), { device: b.device, error: null }];
  lines.ended(entries);
  lines.ended(entries);
  vi.advanceTimersByTime(HOUR_MS);
  lines.end();
  expect(said.filter((line) => line.includes('sda'))).toHaveLength(2);
  expect(said.filter((line) => line.includes('sdb')).length).toBeGreaterThan(5);
});

test('a defect has a line as it is found, neighbours one together', () => {
  const scan = new WatchedFake();
  const { said, lines } = logged([scan]);
  scan.finds('failed', 93_492_224, { lastLba: 93_492_479, exact: false });
  for (const lba of [93_492_434, 93_492_435]) scan.finds('bad', lba);
  scan.finds('weak', 5, { latencyMs: null });
  scan.finds('slow', 512, { lastLba: 767, error: null, latencyMs: 700 });
  vi.advanceTimersByTime(3000);
  lines.end();
  expect(said.slice(1).map((line) => line.replace(/^.*sda: /, ''))).toEqual([
    'failed block LBA 93492224-93492479, UNC, 612 ms',
    'bad LBA 93492434-93492435, UNC, 612 ms',
    'weak LBA 5, UNC',
    'slow block LBA 512-767, 700 ms',
  ]);
});

test('24 disks and 36 hours are hundreds of lines, not 52,000', () => {
  const scans = Array.from({ length: 24 }, (_, i) => new WatchedFake(`/dev/da${i}`));
  const { said, lines } = logged(scans);
  vi.advanceTimersByTime(36 * HOUR_MS);
  lines.end();
  expect(said.length).toBeGreaterThan(24 * 20);
  expect(said.length).toBeLessThan(1000);
});

test('one disk and 36 hours are hundreds, too', () => {
  const { said, lines } = logged([new WatchedFake()]);
  vi.advanceTimersByTime(36 * HOUR_MS);
  lines.end();
  expect(said.length).toBeGreaterThan(200);
  expect(said.length).toBeLessThan(300);
});

test('of a disk that dies the first are told, the rest is counted', () => {
  const scan = new WatchedFake();
  const { said, lines } = logged([scan]);
  for (let lba = 0; lba < 100_000; lba += 2) scan.finds('bad', lba);
  vi.advanceTimersByTime(36 * HOUR_MS);
  lines.ended([left(scan)]);
  lines.end();
  expect(said.filter((line) => line.includes('bad LBA'))).toHaveLength(40);
  expect(said.filter((line) => line.includes('more found'))).toHaveLength(1);
  expect(said.join('\n')).toContain('49960 more found that are not listed here');
});

test('a read that does not return, and a map that cannot be kept, are told once and at once', () => {
  const scan = new WatchedFake();
  const { said, lines } = logged([scan]);
  scan.now = { ...scan.now, wait: { lba: 77, seconds: 5.2 }, alarm: 'the map cannot be written' };
  vi.advanceTimersByTime(3000);
  lines.end();
  expect(said.join('\n')).toContain('no answer for 5 s');
  expect(said.filter((line) => line.includes('map cannot be'))).toHaveLength(1);
  expect(said.filter((line) => line.includes('LBA 77'))).toHaveLength(1);
});

test('--quiet: only what cannot be kept', () => {
  const scan = new WatchedFake();
  const { said, lines } = logged([scan], true);
  scan.finds('bad', 5);
  scan.now = { ...scan.now, wait: { lba: 77, seconds: 5 } };
  vi.advanceTimersByTime(HOUR_MS);
  lines.ended([left(scan)]);
  lines.end();
  expect(said).toEqual([]);
  scan.now = { ...scan.now, alarm: 'the map cannot be written' };
  const alarmed = logged([scan], true);
  alarmed.lines.end();
  expect(alarmed.said).toEqual(['2026-11-22T11:00:00Z /dev/sda: the map cannot be written']);
});

test('a hostile name or message steers nothing, and no word of it is cut', () => {
  const scan = new WatchedFake(`/dev/\x1b[2J${'x'.repeat(200)}\n`);
  const { said, lines } = logged([scan]);
  lines.end();
  expect(said.join('')).not.toMatch(/[\x00-\x1f\x7f]/);
  expect(said).toContain(`  /dev/?[2J${'x'.repeat(200)}?:`);
});
