// What a log may call a target, its parts and what it is part of: by /sys, by GEOM, by the disk's tables.

import { describe, expect, test } from 'vitest';
import { Names } from '../../../src/check/names.ts';
import { inspectTarget } from '../../../src/index.ts';
import { nothing, type RunTool } from '../../../src/layout/tool.ts';
import { fakeSystem } from '../disks/fakes.ts';
import { addSataDisk, addStackedDisk, Machine } from '../disks/machine.ts';

/** `tables`: what dmsetup says, by the volume's number. */
function dmsetup(tables: Record<string, string>): RunTool {
  return async (_tool, [, , major, , minor]) => {
    const stdout = tables[`${major}:${minor}`];
    return stdout === undefined
      ? nothing('install dmsetup')
      : { ...nothing(''), trouble: null, stdout };
  };
}

async function linuxNames(
  machine: Machine,
  path: string,
  number: bigint,
  links = {},
  run = dmsetup({}),
) {
  const system = fakeSystem({
    root: machine.root,
    files: { [path]: { rdev: number } },
    links: { [path]: path, ...links },
  });
  return Names.of(await inspectTarget(path, {}, system), system, run);
}

const SDA = 8n << 8n;

describe('on Linux', () => {
  test('a disk by another name, and its partitions where they lie', async () => {
    const machine = new Machine();
    addSataDisk(machine);
    const path = '/dev/disk/by-id/ata-WDC';
    const names = await linuxNames(machine, path, SDA, { [path]: '/dev/sda' });
    expect(names.own.names).toEqual(['disk/by-id/ata-WDC', 'sda']);
    expect(names.own.parent).toBeNull();
    expect(names.own.providers[0]).toMatchObject({ names: ['sda1'], fromLba: 2048 });
    expect(names.all).toContain('sda2');
  });

  test('a RAID 1 on a partition begins at its data offset', async () => {
    const machine = new Machine();
    addSataDisk(machine);
    addStackedDisk(machine, 'md0', '9:0', {
      size: '1000000\n',
      'md/level': 'raid1\n',
      'md/dev-sda2/offset': '262144\n',
    });
    machine.stack('md0', 'sda2');
    const { providers } = (await linuxNames(machine, '/dev/sda', SDA)).own;
    const [sda2, md0] = ['sda2', 'md0'].map((name) => {
      return providers.find((provider) => provider.names.includes(name))!;
    });
    expect(md0).toEqual({ names: ['md0'], fromLba: sda2!.fromLba + 262_144, sectors: 1_000_000 });
  });

  test('of another RAID no number is a place on a member', async () => {
    const machine = new Machine();
    addSataDisk(machine);
    addStackedDisk(machine, 'md0', '9:0', { size: '1000000\n', 'md/level': 'raid5\n' });
    machine.stack('md0', 'sda2');
    expect((await linuxNames(machine, '/dev/sda', SDA)).all).not.toContain('md0');
  });

  describe('LVM on a partition', () => {
    // sda1 begins at 2048. The volume is in two pieces, another's between them.
    const TABLE = '0 16384 linear 8:1 18432\n16384 24576 linear 8:1 38912\n';
    function withLvm() {
      const machine = new Machine();
      addSataDisk(machine);
      addStackedDisk(machine, 'dm-0', '253:0', { size: '40960\n', 'dm/name': 'vg-data\n' });
      machine.stack('dm-0', 'sda1');
      return machine;
    }
    const lvm = ['dm-0', 'mapper/vg-data'];

    test('is on the disk in as many pieces', async () => {
      const tables = dmsetup({ '253:0': TABLE });
      const { own } = await linuxNames(withLvm(), '/dev/sda', SDA, {}, tables);
      expect(own.isVolume).toBe(false);
      expect(own.providers.slice(2)).toEqual([
        { names: lvm, fromLba: 2048 + 18_432, sectors: 16_384 },
        { names: lvm, fromLba: 2048 + 38_912, sectors: 24_576, ownLba: 16_384 },
      ]);
    });

    test('has its pieces of the disk, and of the partition, when it is the target', async () => {
      const tables = dmsetup({ '253:0': TABLE });
      const { own } = await linuxNames(withLvm(), '/dev/dm-0', 253n << 8n, {}, tables);
      expect(own).toMatchObject({ names: ['dm-0'], parent: null, isVolume: true });
      expect(own.providers).toEqual([
        { names: ['sda1'], fromLba: 0, sectors: 16_384, ownLba: 18_432 },
        { names: ['sda'], fromLba: 0, sectors: 16_384, ownLba: 20_480 },
        { names: ['sda1'], fromLba: 16_384, sectors: 24_576, ownLba: 38_912 },
        { names: ['sda'], fromLba: 16_384, sectors: 24_576, ownLba: 40_960 },
      ]);
    });

    test('above an encrypted partition is behind both offsets', async () => {
      const machine = withLvm();
      addStackedDisk(machine, 'dm-1', '253:1', { size: '8192\n', 'dm/name': 'vg-root\n' });
      machine.stack('dm-1', 'dm-0');
      const crypt = '0 1000000 crypt aes-xts-plain64 :64:logon:x 0 8:1 32768\n';
      const tables = dmsetup({ '253:0': crypt, '253:1': '0 8192 linear 253:0 2048\n' });
      const { own } = await linuxNames(machine, '/dev/sda', SDA, {}, tables);
      expect(own.providers.slice(2)).toEqual([
        { names: lvm, fromLba: 2048 + 32_768, sectors: 1_000_000 },
        { names: ['dm-1', 'mapper/vg-root'], fromLba: 2048 + 32_768 + 2048, sectors: 8192 },
      ]);
    });

    test('is in no place that anyone tells without dmsetup, and that is said', async () => {
      const { own, all } = await linuxNames(withLvm(), '/dev/sda', SDA);
      expect(all).not.toContain('dm-0');
      expect(own.untold).toEqual(['/dev/dm-0: install dmsetup']);
    });

    test('that stands on itself does not go round in a circle', async () => {
      const machine = withLvm();
      machine.stack('dm-0', 'dm-0');
      const tables = dmsetup({ '253:0': '0 8 linear 253:0 0\n0 8 linear 8:1 0\n' });
      const { own } = await linuxNames(machine, '/dev/sda', SDA, {}, tables);
      expect(own.providers.length).toBeLessThan(10);
    });
  });

  test('a RAID 1 as target: its members, from the offset of its data', async () => {
    const machine = new Machine();
    addSataDisk(machine);
    addStackedDisk(machine, 'md0', '9:0', {
      size: '1000000\n',
      'md/level': 'raid1\n',
      'md/dev-sda2/offset': '262144\n',
    });
    machine.stack('md0', 'sda2');
    const { own } = await linuxNames(machine, '/dev/md0', 9n << 8n);
    expect(own.isVolume).toBe(true);
    expect(own.providers).toEqual([
      { names: ['sda2'], fromLba: 0, sectors: 1_000_000, ownLba: 262_144 },
      { names: ['sda'], fromLba: 0, sectors: 1_000_000, ownLba: 1_050_624 + 262_144 },
    ]);
  });

  test('a partition lies on its disk', async () => {
    const machine = new Machine();
    addSataDisk(machine);
    const { own } = await linuxNames(machine, '/dev/sda1', SDA + 1n);
    expect(own).toMatchObject({ names: ['sda1'], parent: { names: ['sda'], fromLba: 2048 } });
  });

  test('without /sys there is the path', async () => {
    const names = await linuxNames(new Machine(), '/dev/sda', SDA);
    expect(names.all).toEqual(['sda']);
  });
});
