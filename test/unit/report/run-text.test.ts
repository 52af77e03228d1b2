import { describe, expect, test } from 'vitest';
import { runText } from '../../../src/index.ts';
import { verdictLine } from '../../../src/report/run-text.ts';
import { SurfscanError } from '../../../src/vocabulary/errors.ts';
import { aResult } from './a-result.ts';

const lines = (text: string) => text.split('\n');

test('a disk with a bad sector', () => {
  expect(runText([aResult()])).toBe(
    `/dev/sdb · ST1000DM003 · Z1D0AAAA · 1.00 TB
  LBA 0-1953525167: 1,953,525,160 good, 8 bad, 0 unread of 1,953,525,168 sectors
  2:59:03, the pass at 93.1 MB/s, 1 worker, blocks of 256 sectors
  latency: min 0.09 ms, mean 1.40 ms, p50 0.71 ms, p99 2.50 ms, p99.9 9.00 ms, max 612 ms
  blocks: <3ms 7,630,000  <10ms 900  <50ms 50  <150ms 4  <500ms 2  >500ms 1  UNC 1
  bad LBA 93492432-93492439  UNC (ENODATA)
  slow LBA 512-767  612 ms, again 1.23 ms
  note: a note
  FAIL: 8 bad sectors
`,
  );
});

test('a scan that was stopped before it read anything', () => {
  const blocks = {
    ...aResult().blocks,
    '<3ms': 0,
    '<10ms': 0,
    '<50ms': 0,
    '<150ms': 0,
    '<500ms': 0,
    '>500ms': 0,
    UNC: 0,
    unread: 100,
  };
  const text = runText([
    aResult({
      device: { ...aResult().device, model: null, serial: null },
      verdict: 'incomplete',
      finished: null,
      elapsedSeconds: 0.2,
      range: { firstLba: 100, lastLba: 199 },
      mode: { blockSectors: 1, jobs: 4, depth: 1, engine: 'sim', cacheBypassed: true },
      coverage: { total: 100, good: 0, bad: 0, unread: 100 },
      blocks,
      latencyUs: null,
      bytesPerSecond: 0,
      bad: [],
      slow: [],
      rules: [],
      notes: [],
    }),
  ]);
  expect(text).toBe(
    `/dev/sdb · 1.00 TB
  LBA 100-199: 0 good, 0 bad, 100 unread of 100 sectors
  0.20 s, 4 workers, blocks of 1 sector
  blocks: <3ms 0  <10ms 0  <50ms 0  <150ms 0  <500ms 0  >500ms 0  unread 100
  INCOMPLETE: 100 unread sectors
`,
  );
});

test('targets that were not scanned', () => {
  const { device } = aResult();
  const error = new SurfscanError('ERR_ACCESS', '/dev/sdb: not allowed');
  expect(
    runText([
      { device, error },
      { device, error: null },
    ]),
  ).toBe('/dev/sdb: /dev/sdb: not allowed\n\n/dev/sdb: not scanned\n');
});

describe('defects', () => {
  const value = { error: 'IO', errno: null, exact: false, reads: 0 } as const;

  test('not narrowed, weak, not read again', () => {
    const text = runText([
      aResult({
        bad: [{ from: 0, to: 256, value }],
        weak: [
          { from: 512, to: 513, value: { ...value, exact: true } },
          { from: 1024, to: 1280, value },
        ],
        slow: [{ from: 7, to: 8, latencyNs: 40e9, late: true, againNs: null, rereadDone: false }],
      }),
    ]);
    expect(lines(text).slice(5, 9)).toEqual([
      '  bad LBA 0-255  IO, not narrowed',
      '  weak LBA 512  IO, failed alone too, then read',
      '  weak LBA 1024-1279  IO, failed once, then every sector of it read',
      '  slow LBA 7  40.0 s, not read again',
    ]);
  });

  test('of each kind forty are told, the others counted', () => {
    const bad = Array.from({ length: 1041 }, (_, i) => ({ from: 2 * i, to: 2 * i + 1, value }));
    const text = lines(runText([aResult({ bad })]));
    expect(text.filter((line) => line.startsWith('  bad LBA'))).toHaveLength(40);
    expect(text).toContain('  … and 1,001 more bad (--json lists them)');
  });

  test('what was read while others used the disk, and how much in flight', () => {
    const disturbed = [{ from: 512, to: 1024, foreignSectors: 12_345 }];
    const mode = { ...aResult().mode, jobs: 2, depth: 16 };
    const text = runText([aResult({ disturbed, mode })]);
    expect(text).toContain(
      '  disturbed LBA 512-1023  others used the disk meanwhile: 12,345 sectors\n',
    );
    expect(text).toContain(
      ', 2 workers with up to 16 reads in flight each, blocks of 256 sectors\n',
    );
  });

  test('LBAs are written as other programs take them', () => {
    const bad = [{ from: 46_875_000_000, to: 46_875_000_001, value: { ...value, exact: true } }];
    expect(runText([aResult({ bad })])).toContain('  bad LBA 46875000000  IO\n');
  });
});

test('what a disk says of itself steers no terminal', () => {
  const device = {
    ...aResult().device,
    path: '/dev/\u001b[2J',
    model: 'a\u0007\u202eb',
    serial: 'c\nd',
  };
  const [first] = lines(runText([aResult({ device, notes: ['e\u001b]0;f'] })]));
  expect(first).toBe('/dev/?[2J · a??b · c?d · 1.00 TB');
  expect(runText([aResult({ device, notes: ['e\u001b]0;f'] })])).toContain('  note: e?]0;f\n');
});

describe('verdictLine', () => {
  const none = { total: 100, good: 100, bad: 0, unread: 0 };
  const trouble = { code: 'ERR_GONE', errno: null, message: '/dev/sdb left' } as const;
  test.each([
    ['PASS', { verdict: 'pass', coverage: none, rules: [] }],
    ['FAIL: 1 bad sector', { coverage: { ...none, good: 99, bad: 1 } }],
    [
      'FAIL: 2 blocks slower than 500 ms twice',
      { coverage: none, rules: [{ rule: '>500ms>0', value: 2, failed: true }] },
    ],
    [
      'FAIL: p99>50 (61.235 ms)',
      { coverage: none, rules: [{ rule: 'p99>50', value: 61.2349, failed: true }] },
    ],
    [
      'FAIL: 3 bad sectors; bad>2 (3)',
      {
        coverage: { ...none, good: 97, bad: 3 },
        rules: [{ rule: 'bad>2', value: 3, failed: true }],
      },
    ],
    [
      'PASS: 3 bad sectors',
      { verdict: 'pass', coverage: { ...none, good: 97, bad: 3 }, rules: [] },
    ],
    [
      'INCOMPLETE: /dev/sdb left; 1 unread sector',
      { verdict: 'incomplete', trouble, coverage: { ...none, good: 99, unread: 1 }, rules: [] },
    ],
  ] as const)('%s', (line, changes) => {
    expect(verdictLine(aResult(changes))).toBe(line);
  });
});

test('what failed alone is told apart from failed blocks that were not narrowed, by its sectors', () => {
  const proved = { error: 'UNC', errno: null, exact: true, reads: 1 } as const;
  const assumed = { ...proved, exact: false, reads: 0 };
  const extent = (from: number, to: number, value: typeof proved | typeof assumed) => ({
    from,
    to,
    value,
  });
  const said = (bad: ReturnType<typeof extent>[]) => {
    const sectors = bad.reduce((sum, { from, to }) => sum + to - from, 0);
    const coverage = { ...aResult().coverage, bad: sectors };
    return verdictLine(aResult({ bad, coverage }));
  };
  expect(
    said([extent(1000, 1008, proved), extent(2048, 2304, assumed), extent(4096, 4352, assumed)]),
  ).toBe('FAIL: 8 bad sectors, and 512 in failed blocks that were not narrowed');
  expect(said([extent(2048, 2304, assumed)])).toBe(
    'FAIL: bad sectors among 256 in failed blocks that were not narrowed',
  );
});
