// What the drive itself said of a bad sector, in JSON and in text.

import { expect, test } from 'vitest';
import { defectJson } from '../../../src/report/run-json.ts';
import { findingLines } from '../../../src/report/run-lists.ts';
import type { BadValue } from '../../../src/vocabulary/defects.ts';
import { aResult } from './a-result.ts';

const told = (change: Partial<BadValue>) => ({
  from: 8,
  to: 9,
  value: { error: 'UNC', errno: null, exact: true, reads: 1, ...change } as BadValue,
});

const line = (change: Partial<BadValue>) => findingLines(aResult({ bad: [told(change)] }))[0];

test('the report has its status, and whether it named the sector', () => {
  expect(defectJson(told({ drive: '51/40', named: true }))).toEqual({
    from: 8,
    to: 8,
    error: 'UNC',
    errno: null,
    exact: true,
    reads: 1,
    drive: '51/40',
    named: true,
  });
  expect(line({ drive: '51/40', named: true })).toBe(
    '  bad LBA 8  UNC (status 51, error 40: the drive named this sector)',
  );
});

test('one that was not named', () => {
  expect(line({ error: 'ABRT', drive: 'b/00/00' })).toBe('  bad LBA 8  ABRT (sense b/00/00)');
});

test('a block as a whole is no sector that was named', () => {
  const whole = { drive: '51/40', named: true, exact: false } as const;
  expect(defectJson(told(whole))).not.toHaveProperty('named');
  expect(line(whole)).toBe('  bad LBA 8  UNC (status 51, error 40), not narrowed');
});

test('where only the system spoke, its errno', () => {
  expect(Object.keys(defectJson(told({ errno: 'EIO' })))).not.toContain('drive');
  expect(line({ errno: 'EIO' })).toBe('  bad LBA 8  UNC (EIO)');
});
