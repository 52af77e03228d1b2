import { describe, expect, test } from 'vitest';
import { runText } from '../../../src/index.ts';
import { areListsCut } from '../../../src/report/run-lists.ts';
import { SurfscanError } from '../../../src/vocabulary/errors.ts';
import type { SmartAnswers } from '../../../src/vocabulary/smart.ts';
import { aResult } from './a-result.ts';
import { aSmartReading } from './a-smart.ts';

const lines = (text: string) => text.split('\n');

test('a disk with a bad sector', () => {
  expect(runText([aResult()])).toBe(
    `/dev/sdb · ST1000DM003 · Z1D0AAAA · 1.00 TB
  LBA 0-1953525167: 1,953,525,160 good, 8 bad, 0 unread of 1,953,525,168 sectors
  2:59:03, the pass at 93.1 MB/s, 1 worker, blocks of 256 sectors
  latency: min 0.09 ms, mean 1.40 ms, p50 0.71 ms, p99 2.50 ms, p99.9 9.00 ms,
    max 612 ms
  blocks: <3ms 7,630,000  <10ms 900  <50ms 50  <150ms 4  <500ms 2  >500ms 1
    UNC 1
  bad LBA 93492432-93492439  UNC (ENODATA)
  slow LBA 512-767  612 ms, again 1.23 ms
  SMART: not known: smartctl is not on this system (package smartmontools)
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
      mode: {
        blockSectors: 1,
        jobs: 4,
        depth: 1,
        engine: 'sim',
        cacheBypassed: true,
        narrowedBy: 'read',
        command: null,
        node: null,
        method: 'read',
      },
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
  SMART: not known: smartctl is not on this system (package smartmontools)
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
  ).toMatch(/\n\n\/dev\/sdb: \/dev\/sdb: not allowed\n\n\/dev\/sdb: not scanned\n$/);
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
    expect(lines(text).slice(7, 11)).toEqual([
      '  bad LBA 0-255  IO, not narrowed',
      '  weak LBA 512  IO, failed alone too, then read',
      '  weak LBA 1024-1279  IO, failed once, then every sector of it read',
      '  slow LBA 7  40.0 s, not read again',
    ]);
  });

  const farApart = (count: number) =>
    Array.from({ length: count }, (_, i) => ({ from: 2 * i, to: 2 * i + 1, value }));

  test.each(['bad', 'weak'] as const)('%s: a thousand are told, the others counted', (word) => {
    const told = (count: number) =>
      lines(runText([aResult({ bad: [], [word]: farApart(count) })])).filter((line) =>
        line.startsWith(`  ${word} LBA`),
      );
    expect(told(1000)).toHaveLength(1000);
    expect(told(2041)).toHaveLength(1000);
    const text = runText([aResult({ [word]: farApart(2041) })]);
    expect(text).toContain(`  … and 1,041 more ${word} (--json lists them)\n`);
    expect(areListsCut(aResult({ [word]: farApart(1000) }))).toBe(false);
    expect(areListsCut(aResult({ [word]: farApart(1001) }))).toBe(true);
  });

  const slowBlock = (block: number, ms: number, againMs: number | null) => ({
    ...{ from: 8 * block, to: 8 * block + 8, latencyNs: ms * 1e6, late: false },
    ...{ againNs: againMs === null ? null : againMs * 1e6, rereadDone: true },
  });
  const slowLines = (slow: ReturnType<typeof slowBlock>[]) =>
    lines(runText([aResult({ slow })])).filter((line) => line.startsWith('  slow '));

  test('slow: what was slow again comes first, wherever it lies, then the slowest', () => {
    const once = Array.from({ length: 50 }, (_, i) => slowBlock(2 * i, 600 + i, 5 + i / 100));
    const slow = [...once, slowBlock(200, 700, null), slowBlock(300, 900, 500)];
    expect(slowLines(slow)).toHaveLength(40);
    expect(slowLines(slow).slice(0, 3)).toEqual([
      '  slow LBA 2400-2407  900 ms, again 500 ms',
      '  slow LBA 1600-1607  700 ms, not read again',
      '  slow LBA 784-791  649 ms, again 5.49 ms',
    ]);
  });

  test('slow neighbours that answered alike are one line, with the worst of each', () => {
    expect(
      slowLines([
        slowBlock(1, 600, 4),
        slowBlock(2, 800, 3),
        slowBlock(3, 700, 700),
        slowBlock(4, 600, 900),
        slowBlock(6, 600, 1),
      ]),
    ).toEqual([
      '  slow LBA 24-39  700 ms, again 900 ms',
      '  slow LBA 8-23  800 ms, again 4.00 ms',
      '  slow LBA 48-55  600 ms, again 1.00 ms',
    ]);
  });

  test('what decided comes before what did not', () => {
    const order = (rule: string) => {
      const rules = [{ rule, value: 9, failed: true }];
      const text = runText([
        aResult({ bad: [], weak: farApart(2), slow: [slowBlock(1, 600, 600)], rules }),
      ]);
      return lines(text).flatMap((line) => /^ {2}(weak|slow) LBA/.exec(line)?.[1] ?? []);
    };
    expect(order('weak>0')).toEqual(['weak', 'weak', 'slow']);
    expect(order('>500ms>0')).toEqual(['slow', 'weak', 'weak']);
  });

  test('what was read while others used the disk, and how much in flight', () => {
    const disturbed = [{ from: 512, to: 1024, foreignSectors: 12_345 }];
    const mode = { ...aResult().mode, jobs: 2, depth: 16 };
    const text = runText([aResult({ disturbed, mode })]);
    expect(text).toContain(
      '  disturbed LBA 512-1023  others used the disk meanwhile: 12,345 sectors\n',
    );
    expect(text).toContain(
      ', 2 workers with up to 16 reads in flight each,\n    blocks of 256 sectors\n',
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

describe('what the drive counts', () => {
  const pending = (count: number) => aSmartReading({ Current_Pending_Sector: count });
  const linesOf = (smart: SmartAnswers, kind: 'block' | 'sim' = 'block') => {
    const { device } = aResult();
    const text = runText([aResult({ smart, device: { ...device, kind } })]);
    return text.split('\n').filter((line) => line.includes('SMART'));
  };

  test('is told where it changed, and where it did not', () => {
    const changed = { before: pending(0), after: pending(8) };
    expect(linesOf(changed)).toEqual(['  SMART: pending sectors 0 → 8']);
    const same = { before: pending(8), after: pending(8) };
    expect(linesOf(same)).toEqual(['  SMART: no counter changed']);
  });

  test('is told not to be known, and why; of what has none, nothing', () => {
    const unknown = { before: pending(0), after: { whyNot: 'it \u001b[2J hangs' } };
    expect(linesOf(unknown)).toEqual(['  SMART: not known: after the scan: it ?[2J hangs']);
    expect(linesOf(unknown, 'sim')).toEqual([]);
  });
});
