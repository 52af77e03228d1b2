// What to do, by what was found.

import { expect, test } from 'vitest';
import type { ScanResult } from '../../../../src/index.ts';
import { adviceOf } from '../../../../src/report/page/advice.ts';
import { scanJson } from '../../../../src/report/run-json.ts';
import { aResult } from '../a-result.ts';
import { exact } from '../stored.ts';

const { device } = aResult();
const FINE: Partial<ScanResult> = {
  ...{ verdict: 'pass', bad: [], weak: [], slow: [], slowZones: [], disturbed: [], rules: [] },
  coverage: { total: 100, good: 100, bad: 0, unread: 0 },
};
const BAD = { coverage: { total: 100, good: 99, bad: 1, unread: 0 }, verdict: 'fail' } as const;
const WEAK = { weak: [exact(1, 2)] };
const ZONE = {
  ...{ from: 0, to: 10, bytesPerSecond: 1, againBytesPerSecond: 1, expectedBytesPerSecond: null },
};

test.each<[string, Partial<ScanResult>, RegExp[]]>([
  ['nothing', {}, [/^Nothing\./]],
  [
    'bad',
    BAD,
    [/ddrescue -m scanned \/dev\/sdb /, /check \/dev\/sdb LBA/, /smartctl -x \/dev\/sdb\./],
  ],
  [
    'bad, simulated',
    { ...BAD, device: { ...device, kind: 'sim' } },
    [/scanned DISK /, /check DISK/, /-x DISK/],
  ],
  ['bad, in an image', { ...BAD, device: { ...device, kind: 'file' } }, [/disk below the image/]],
  ['weak', WEAK, [/^Weak sectors/]],
  [
    'bad and weak',
    { ...BAD, ...WEAK },
    [/^Copy first/, /^What lies there/, /^What the drive says/],
  ],
  [
    'a slow block, by the rule',
    { rules: [{ rule: '>500ms>0', value: 1, failed: true }], verdict: 'fail' },
    [/^Slow again/],
  ],
  ['a rule that held', { rules: [{ rule: '>500ms>0', value: 0, failed: false }] }, [/^Nothing/]],
  ['another rule', { rules: [{ rule: 'p99>5', value: 9, failed: true }], verdict: 'fail' }, []],
  ['a slow zone', { slowZones: [ZONE] }, [/^Slow again/, /^Nothing/]],
  ['others', { disturbed: [{ from: 0, to: 1, foreignSectors: 1 }] }, [/^Others used/, /^Nothing/]],
  [
    'not all read',
    { coverage: { total: 100, good: 99, bad: 0, unread: 1 }, verdict: 'incomplete' },
    [/--resume/],
  ],
])('%s', (_, changes, expected) => {
  const advice = adviceOf(scanJson(aResult({ ...FINE, ...changes })));
  expect(advice).toHaveLength(expected.length);
  for (const [i, words] of expected.entries()) expect(advice[i]).toMatch(words);
});
