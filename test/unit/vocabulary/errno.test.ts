// Numbers of errors that a read may bring, and their names.

import { describe, expect, test } from 'vitest';
import { errnoName, errnoWords, isErrnoName } from '../../../src/vocabulary/errno.ts';

test.each([
  [0, null],
  [5, 'EIO'],
  [6, 'ENXIO'],
  [9999, 'errno 9999'],
])('%d is %s', (errno, name) => {
  expect(errnoName(errno)).toBe(name);
});

// asm-generic/errno.h; what SCSI, ATA and NVMe errors become: block/blk-core.c, blk_errors.
describe.skipIf(process.platform !== 'linux')('of Linux’s block layer', () => {
  test.each([
    [11, 'EAGAIN'],
    [28, 'ENOSPC'],
    [52, 'EBADE'],
    [61, 'ENODATA'],
    [67, 'ENOLINK'],
    [84, 'EILSEQ'],
    [95, 'ENOTSUP'],
    [110, 'ETIMEDOUT'],
    [121, 'EREMOTEIO'],
    [123, 'ENOMEDIUM'],
    [124, 'EMEDIUMTYPE'],
  ])('%d is %s', (errno, name) => {
    expect(errnoName(errno)).toBe(name);
  });
});

test.each([
  ['EIO', true],
  ['E2BIG', true],
  [`E${'X'.repeat(15)}`, true],
  [`E${'X'.repeat(16)}`, false],
  ['E', false],
  ['eio', false],
  ['xEIO', false],
  ['EIO\n', false],
  ['errno 1', true],
  ['errno 4294967295', true],
  ['errno 42949672951', false],
  ['errno ', false],
  ['errno -1', false],
])('%j may be a name: %s', (text, isName) => {
  expect(isErrnoName(text)).toBe(isName);
});

test('a name is told with what it means, where that is known', () => {
  expect(errnoWords('EACCES')).toBe('permission denied (EACCES)');
  expect(errnoWords('EILSEQ')).toBe('EILSEQ');
  expect(errnoWords('constructor')).toBe('constructor');
});
