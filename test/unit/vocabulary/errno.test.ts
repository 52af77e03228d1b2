// Numbers of errors that a read may bring, and their names.

import { describe, expect, test } from 'vitest';
import { errnoName } from '../../../src/vocabulary/errno.ts';

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
