// FreeBSD's way to tell what a disk did, as JavaScript sees it. What it tells is tested natively.

import { expect, test } from 'vitest';
import { native } from '../../../src/addon/native.ts';
import { loose, NOT_BYTES, refused } from './native-fixture.ts';

test('a disk’s statistics are asked for by its name', () => {
  for (const value of NOT_BYTES.filter((each) => typeof each !== 'string')) {
    refused(() => loose.diskStatistics!(value), /expected a disk's name/);
  }
  for (const name of ['', 'no such disk0', '\0', '\u{1f4a9}', 'x'.repeat(1e6)]) {
    expect(native.diskStatistics(name)).toBeNull();
  }
});

test('what is known of a drive is told where the system tells it so', () => {
  for (const value of [undefined, null, 7]) {
    refused(() => loose.driveFacts!(value), /expected a path/);
  }
  for (const path of ['', '/dev/null', '/dev/nothing0', '/dev/ada0']) {
    expect(native.driveFacts(path)).toBeNull();
  }
});
