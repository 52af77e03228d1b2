// The line that says it all.

import { describe, expect, test } from 'vitest';
import { verdictLine } from '../../../src/report/run-text.ts';
import { aResult } from './a-result.ts';
import { aSmartReading } from './a-smart.ts';

describe('verdictLine', () => {
  const none = { total: 100, good: 100, bad: 0, unread: 0 };
  const trouble = { code: 'ERR_GONE', errno: null, message: '/dev/sdb left' } as const;
  test('weak: blocks and sectors, where nothing else decides or a rule names them', () => {
    const value = { error: 'IO', errno: null, reads: 0 } as const;
    const whole = { ...value, exact: false };
    const alone = { ...value, exact: true };
    const weak = [
      { from: 0, to: 256, value: whole },
      { from: 512, to: 1100, value: whole },
      { from: 5000, to: 5001, value: alone },
    ];
    const good = { coverage: { total: 9, good: 9, bad: 0, unread: 0 }, weak, rules: [] };
    expect(verdictLine(aResult({ ...good, verdict: 'pass' }))).toBe(
      'PASS: 4 weak blocks; 1 weak sector',
    );
    const one = weak.slice(0, 1);
    expect(verdictLine(aResult({ ...good, weak: one, verdict: 'pass' }))).toBe(
      'PASS: 1 weak block',
    );
    const slow = [{ rule: 'slow_zones>0', value: 2, failed: true }];
    expect(verdictLine(aResult({ ...good, rules: slow }))).toBe('FAIL: 2 slow zones');
    const named = [{ rule: 'weak>0', value: 845, failed: true }];
    expect(verdictLine(aResult({ ...good, rules: named }))).toBe('FAIL: 845 weak sectors');
    const low = [{ rule: 'speed<80', value: 12.3456, failed: true }];
    expect(verdictLine(aResult({ ...good, rules: low }))).toBe('FAIL: speed<80 (12.346 MB/s)');
  });

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
    [
      'FAIL: 2 blocks slower than 500 ms twice; what was slow or failed was not all read again',
      {
        coverage: none,
        finished: null,
        rules: [{ rule: '>500ms>0', value: 2, failed: true }],
      },
    ],
    [
      'FAIL: 1 place newly slow',
      { coverage: none, rules: [{ rule: 'new_slow>0', value: 1, failed: true }] },
    ],
    [
      'INCOMPLETE: what was slow or failed was not all read again',
      { verdict: 'incomplete', finished: null, coverage: none, rules: [] },
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

describe('what the drive counted meanwhile', () => {
  const passed = {
    verdict: 'pass',
    coverage: { total: 9, good: 9, bad: 0, unread: 0 },
    rules: [],
  } as const;
  const line = (before: Record<string, number>, after: Record<string, number>, isPassed = true) =>
    verdictLine(
      aResult({
        ...passed,
        smart: { before: aSmartReading(before), after: aSmartReading(after, { passed: isPassed }) },
      }),
    );

  test('is in the sentence, where it is a loss', () => {
    const before = { Current_Pending_Sector: 0, Reallocated_Sector_Ct: 3 };
    const after = { Current_Pending_Sector: 8, Reallocated_Sector_Ct: 3 };
    expect(line(before, after)).toBe('PASS: pending sectors 0 → 8');
    expect(line(after, before)).toBe('PASS: pending sectors 8 → 0');
    expect(line({ media_errors: 1 }, { media_errors: 2 })).toBe('PASS: media errors 1 → 2');
  });

  test('is not, where asking may have counted up, or nothing was counted before', () => {
    const log = { num_err_log_entries: 3, ata_smart_error_log: 1, percentage_used: 4 };
    const more = { num_err_log_entries: 4, ata_smart_error_log: 2, percentage_used: 5 };
    expect(line(log, more)).toBe('PASS');
    expect(line({}, { Current_Pending_Sector: 8 })).toBe('PASS');
  });

  test('a drive that says that it fails is told, whatever changed', () => {
    expect(line({}, {}, false)).toBe('PASS: the drive says that it is failing (SMART)');
  });
});
