import { expect, test } from 'vitest';
import { unitsOf } from '../../../src/check/context.ts';
import { isPhysicalGuessed } from '../../../src/disks/physical-word.ts';
import { inspectTarget } from '../../../src/index.ts';

test.each([
  ['linux', 'sata', false],
  ['linux', 'sas', false],
  ['linux', 'scsi', false],
  ['linux', 'usb', true],
  ['linux', 'nvme', true],
  ['linux', 'virtio', true],
  ['linux', null, true],
  ['freebsd', 'sata', false],
  ['freebsd', 'scsi', true],
  ['freebsd', 'nvme', true],
  ['freebsd', null, true],
])('%s, %s: the physical sector is guessed: %s', (platform, bus, guessed) => {
  expect(isPhysicalGuessed(platform, bus)).toBe(guessed);
});

test('a simulated disk tells its own', async () => {
  const target = await inspectTarget('sim:size=1MB,physical=4096');
  expect(target.isPhysicalGuessed).toBeUndefined();
  expect(unitsOf(target)).toMatchObject({ unitSectors: 8 });
});

test('a check reads a guessed physical sector by its logical ones', async () => {
  const told = await inspectTarget('sim:size=1MB,physical=4096');
  expect(unitsOf({ ...told, isPhysicalGuessed: true })).toMatchObject({ unitSectors: 1 });
});
