// Which disks `--all-unused` takes: none that is used, none of which that is not known, none in memory.

import { expect, test } from 'vitest';
import type { ListedDisk } from '../../../src/api/list.ts';
import { isUnused, unusedDisks } from '../../../src/cli/unused-disks.ts';

const DEVICE = {
  path: '/dev/sdb',
  sectors: 1000,
  logicalBytes: 512,
  model: 'M',
  serial: 'S',
  inUse: [],
};

function disk(device: object = {}, rest: object = {}): ListedDisk {
  return { device: { ...DEVICE, ...device }, partitions: [], ...rest } as unknown as ListedDisk;
}

const part = (inUse: readonly string[]) => ({ partitions: [{ path: '/dev/sdb1', inUse }] });

test.each([
  ['a disk that nobody uses', disk(), true],
  ['one with partitions that nobody uses', disk({}, part([])), true],
  ['a mounted one', disk({ inUse: ['/dev/sdb is mounted at /'] }), false],
  ['one with a mounted partition', disk({}, part(['/dev/sdb1 is swap'])), false],
  ['one of which it is not known', disk({ inUse: null }), false],
  ['one without a medium', disk({ sectors: 0 }), false],
  ['one that does not answer', disk({}, { error: new Error('silent') }), false],
  ['one that cannot be scanned', disk({}, { whyNot: 'has no medium' }), false],
  ['a loop device', disk({ path: '/dev/loop0' }), false],
  ['a disk in memory', disk({ path: '/dev/zram1' }), false],
  ['an optical one', disk({ path: '/dev/sr0' }), false],
  ['an optical one of FreeBSD', disk({ path: '/dev/cd0' }), false],
  ['a RAID', disk({ path: '/dev/md127' }), false],
  ['NVMe', disk({ path: '/dev/nvme0n1' }), true],
  ['of FreeBSD', disk({ path: '/dev/ada0' }), true],
])('%s: %#', (_, listed, expected) => {
  expect(isUnused(listed)).toBe(expected);
});

test('none is no scan', async () => {
  const list = async () => [disk({ inUse: ['swap'] })];
  await expect(unusedDisks(list)).rejects.toMatchObject({
    code: 'ERR_USAGE',
    message: expect.stringMatching(/^--all-unused: expected at least one disk/),
  });
});

test('those that are, in the order of the list', async () => {
  const list = async () => [disk({ path: '/dev/sdc' }), disk({ inUse: ['x'] }), disk()];
  expect(await unusedDisks(list)).toEqual(['/dev/sdc', '/dev/sdb']);
});
