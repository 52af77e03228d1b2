// Which of a disk's writes are the scan's own: those of its map.

import { describe, expect, it } from 'vitest';
import { type Fake, rdev } from './fakes.ts';
import { addSataDisk, addStackedDisk, type Machine } from './machine.ts';
import { machineWithSda, setStat, stat, watched } from './watched.ts';

describe('writes on Linux are ours', () => {
  const MAP = '/home/me/disk.map';
  const sdaWith = (...mounts: string[]) => {
    const machine = machineWithSda();
    addSataDisk(machine, 'sdb', 8, 16);
    setStat(machine, 'sdb', stat(0));
    machine.mounts(...mounts);
    return machine;
  };
  const on = async (machine: Machine, dev: bigint, path = '/dev/sda', fake: Fake = {}) => {
    const files = { '/dev/sdb': { rdev: rdev(8, 16) }, [MAP]: { dev }, ...fake.files };
    return (await watched(machine, path, { ...fake, files }, MAP)).writesAreOurs;
  };

  it('where no map is kept: they are not', async () => {
    expect((await watched(machineWithSda(), '/dev/sda')).writesAreOurs).toBe(false);
  });

  it('if the map lies on a partition of the disk, not if on another disk', async () => {
    const machine = sdaWith();
    expect(await on(machine, rdev(8, 1))).toBe(true);
    expect(await on(machine, rdev(8, 1), '/dev/sda2')).toBe(true);
    expect(await on(machine, rdev(8, 0))).toBe(true);
    expect(await on(machine, rdev(8, 17))).toBe(false);
    expect(await on(machine, rdev(8, 17), '/dev/sdb')).toBe(true);
  });

  it('if the map is not there yet, by its directory', async () => {
    const fake = { files: { '/home/me': { dev: rdev(8, 1) }, '/dev/sdb': { rdev: rdev(8, 16) } } };
    const [a, b] = ['/dev/sda', '/dev/sdb'].map((path) => watched(sdaWith(), path, fake, MAP));
    expect((await a!).writesAreOurs).toBe(true);
    expect((await b!).writesAreOurs).toBe(false);
  });

  it('through volumes and RAIDs down to their disks', async () => {
    const machine = sdaWith();
    addStackedDisk(machine, 'md0', '9:0', { stat: stat(0) });
    addStackedDisk(machine, 'dm-0', '253:0', { 'dm/name': 'vg-home\n' });
    machine.stack('md0', 'sda2');
    machine.stack('dm-0', 'md0');
    expect(await on(machine, rdev(253, 0))).toBe(true);
    expect(await on(machine, rdev(253, 0), '/dev/md0')).toBe(true);
    expect(await on(machine, rdev(253, 0), '/dev/sdb')).toBe(false);
    // A map below a volume does not pass through the volume.
    expect(await on(machine, rdev(8, 1), '/dev/md0')).toBe(false);
  });

  it('through a loop device to the disk of its image', async () => {
    const machine = sdaWith();
    addStackedDisk(machine, 'loop0', '7:0', {
      stat: stat(0),
      'loop/backing_file': '/images/a.img\n',
    });
    const files = { '/images/a.img': { dev: rdev(8, 2) } };
    expect(await on(machine, rdev(7, 0), '/dev/sda', { files })).toBe(true);
    expect(await on(machine, rdev(7, 0), '/dev/sdb', { files })).toBe(false);
    expect(await on(machine, rdev(8, 2), '/dev/loop0', { files })).toBe(false);
  });

  it('on a btrfs of several disks, whose number is no device', async () => {
    const machine = sdaWith(
      '8:17 / / rw - ext4 /dev/sdb1 rw',
      '0:45 /@home /home rw - btrfs /dev/sda2 rw',
    );
    // A subvolume's st_dev is not what mountinfo has.
    expect(await on(machine, rdev(0, 46))).toBe(true);
    expect(await on(machine, rdev(0, 46), '/dev/sdb')).toBe(false);
  });

  it('by the nearest mount, by the latest of two in one place', async () => {
    const over = sdaWith(
      '0:45 / /home rw - btrfs /dev/sda2 rw',
      '0:50 / /home/me rw - tmpfs tmpfs rw',
      '0:51 / /home/m rw - btrfs /dev/sda1 rw',
    );
    expect(await on(over, rdev(0, 50))).toBe(false);
    const same = sdaWith(
      '0:45 / /home rw - btrfs /dev/sda2 rw',
      '0:50 / /home rw - nfs4 server:/home rw',
    );
    expect(await on(same, rdev(0, 50))).toBe(false);
  });

  it('by where a link leads', async () => {
    const machine = sdaWith('0:45 / / rw - btrfs /dev/sda2 rw', '0:50 / /tmp rw - tmpfs tmpfs rw');
    expect(await on(machine, rdev(0, 50), '/dev/sda', { links: { [MAP]: '/tmp/m' } })).toBe(false);
    expect(await on(machine, rdev(0, 45))).toBe(true);
  });

  it('where it cannot be told: they may be', async () => {
    const overlay = sdaWith('0:60 / / rw - overlay overlay rw,upperdir=/var/lib/box');
    expect(await on(overlay, rdev(0, 60))).toBe(true);
    expect(await on(sdaWith(), rdev(0, 60))).toBe(true);
    const fuse = sdaWith('0:61 / /home rw - fuse.sshfs /dev/sdb1 rw');
    expect(await on(fuse, rdev(0, 61))).toBe(true);
    expect((await watched(sdaWith(), '/dev/sda', {}, '/no/such/place')).writesAreOurs).toBe(true);
  });

  it('where volumes stand on each other without end, or deeper than is looked', async () => {
    const machine = sdaWith();
    addStackedDisk(machine, 'dm-0', '253:0');
    addStackedDisk(machine, 'dm-1', '253:1');
    machine.stack('dm-0', 'dm-1');
    machine.stack('dm-1', 'dm-0');
    expect(await on(machine, rdev(253, 0))).toBe(false);
    for (let index = 2; index < 20; index++) {
      addStackedDisk(machine, `dm-${index}`, `253:${index}`);
      if (index > 2) machine.stack(`dm-${index - 1}`, `dm-${index}`);
    }
    expect(await on(machine, rdev(253, 2))).toBe(true);
    addStackedDisk(machine, 'loop0', '7:0', { 'loop/backing_file': '/images/a.img\n' });
    const files = { '/images/a.img': { dev: rdev(7, 0) } };
    expect(await on(machine, rdev(7, 0), '/dev/sda', { files })).toBe(false);
  });
});
