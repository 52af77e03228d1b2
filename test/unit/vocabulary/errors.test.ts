import { expect, test } from 'vitest';
import { defect, SurfscanError, usageError } from '../../../src/vocabulary/errors.ts';

test('an error keeps what it was caused by, and says so of no other', () => {
  const cause = new Error('below');
  expect(new SurfscanError('ERR_MAP', 'above', { cause }).cause).toBe(cause);
  expect(defect('above', { cause }).cause).toBe(cause);
  expect('cause' in usageError('alone')).toBe(false);
});

test('what is not known of an error is null', () => {
  expect(usageError('alone')).toMatchObject({ errno: null, syscall: null, path: null });
  const details = { errno: 'EIO', syscall: 'read', path: '/dev/sda' };
  expect(new SurfscanError('ERR_MAP', 'above', details)).toMatchObject(details);
});
