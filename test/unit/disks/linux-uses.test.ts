import { describe, expect, it } from 'vitest';
import { readUsageTable } from '../../../src/disks/linux/mounts.ts';
import { nodeOfName } from '../../../src/disks/linux/node.ts';
import { usesOf } from '../../../src/disks/linux/uses.ts';
import { addSataDisk, addStackedDisk, Machine } from './machine.ts';

async function uses(machine: Machine, name: string) {
  const node = await nodeOfName(machine.root, name);
  return usesOf(machine.root, node!, await readUsageTable(machine.root));
}

describe('who uses a disk on Linux', () => {
  it('names the first places of many mounts, whole ones before bind mounts, each once', async () => {
    const machine = new Machine();
    addSataDisk(machine);
    machine.mounts(
      '8:2 /etc/hosts /var/lib/box/hosts rw - ext4 /dev/sda2 rw',
      '8:2 / / rw shared:1 - ext4 /dev/sda2 rw',
      '8:2 / / rw shared:1 - ext4 /dev/sda2 rw',
      '8:2 /home /home rw - ext4 /dev/sda2 rw',
      '0:22 / /proc rw - proc proc rw',
    );
    expect(await uses(machine, 'sda2')).toEqual([
      '/dev/sda2 is mounted at /, /var/lib/box/hosts and 1 more',
    ]);
    expect(await uses(machine, 'sda1')).toEqual([]);
  });

  it('reads escaped and hostile mount points', async () => {
    const machine = new Machine();
    addSataDisk(machine);
    machine.mounts('8:1 / /mnt/my\\040disk\\012\\033[31m rw - ext4 /dev/sda1 rw');
    expect(await uses(machine, 'sda1')).toEqual(['/dev/sda1 is mounted at /mnt/my disk??[31m']);
  });

  it('finds every device of a mounted btrfs, whose number is no device', async () => {
    const machine = new Machine();
    addSataDisk(machine);
    addSataDisk(machine, 'sdb', 8, 16);
    for (const name of ['sda2', 'sdb2']) {
      machine.link(`sys/fs/btrfs/7a31/devices/${name}`, machine.dirOf(name));
    }
    machine.mounts('0:45 /@ /data rw - btrfs /dev/sda2 rw');
    expect(await uses(machine, 'sda')).toEqual(['/dev/sda2 is mounted at /data']);
    expect(await uses(machine, 'sdb')).toEqual(['/dev/sdb2 is mounted at /data']);
  });

  it('does not believe what a FUSE file system calls its source', async () => {
    const machine = new Machine();
    addSataDisk(machine);
    machine.mounts('0:45 / /home/eve/m rw - fuse.sshfs /dev/sda1 rw');
    expect(await uses(machine, 'sda')).toEqual([]);
  });

  it('tells swap, also on a volume', async () => {
    const machine = new Machine();
    addSataDisk(machine);
    addStackedDisk(machine, 'dm-1', '253:1', { 'dm/name': 'vg-swap\n', 'dm/uuid': 'LVM-abc\n' });
    machine.stack('dm-1', 'sda2');
    machine.swap(
      '/dev/sda1 partition 1000 0 -2',
      '/dev/dm-1 partition 5 0 -3',
      '/swapfile file 5 0 1',
    );
    expect(await uses(machine, 'sda')).toEqual([
      '/dev/sda1 is swap',
      '/dev/sda2 holds the LVM volume vg-swap (/dev/dm-1)',
      '/dev/dm-1 is swap',
    ]);
  });

  it('follows RAID, crypt and LVM up to what is mounted', async () => {
    const machine = new Machine();
    addSataDisk(machine);
    addSataDisk(machine, 'sdb', 8, 16);
    addStackedDisk(machine, 'md0', '9:0', { 'md/level': 'raid1\n' });
    addStackedDisk(machine, 'dm-0', '253:0', { 'dm/name': 'luks\n', 'dm/uuid': 'CRYPT-LUKS2-1\n' });
    addStackedDisk(machine, 'dm-1', '253:1', { 'dm/name': 'vg-root\n', 'dm/uuid': 'LVM-1\n' });
    machine.stack('md0', 'sda2');
    machine.stack('md0', 'sdb2');
    machine.stack('dm-0', 'md0');
    machine.stack('dm-1', 'dm-0');
    machine.mounts('0:40 / / rw - btrfs /dev/mapper/vg-root rw');
    expect(await uses(machine, 'sdb')).toEqual([
      '/dev/sdb2 is part of the RAID /dev/md0 (raid1)',
      '/dev/md0 holds the encrypted volume luks (/dev/dm-0)',
      '/dev/dm-0 holds the LVM volume vg-root (/dev/dm-1)',
      '/dev/dm-1 is mounted at /',
    ]);
  });

  it('tells a path of a multipath disk', async () => {
    const machine = new Machine();
    addSataDisk(machine);
    addStackedDisk(machine, 'dm-0', '253:0', { 'dm/name': 'mpatha\n', 'dm/uuid': 'mpath-3600\n' });
    machine.stack('dm-0', 'sda');
    expect(await uses(machine, 'sda')).toEqual([
      '/dev/sda is a path to the multipath disk mpatha (/dev/dm-0)',
    ]);
  });

  it('tells a member of a ZFS pool only when that pool is imported', async () => {
    const machine = new Machine();
    addSataDisk(machine);
    machine.udev('8:1', { ID_FS_TYPE: 'zfs_member', ID_FS_LABEL: 'tank' });
    machine.udev('8:2', { ID_FS_TYPE: 'zfs_member', ID_FS_LABEL: 'old' });
    machine.write('proc/spl/kstat/zfs/tank/state', 'ONLINE\n');
    expect(await uses(machine, 'sda')).toEqual(['/dev/sda1 belongs to the imported ZFS pool tank']);
  });

  it('bounds the list and survives holders that hold each other', async () => {
    const machine = new Machine();
    addSataDisk(machine);
    for (let index = 0; index < 40; index++) {
      addStackedDisk(machine, `dm-${index}`, `253:${index}`, { 'dm/name': `v${index}\n` });
      machine.stack(`dm-${index}`, 'sda1');
    }
    machine.stack('dm-1', 'dm-0');
    machine.stack('dm-0', 'dm-1');
    const found = await uses(machine, 'sda');
    expect(found).toHaveLength(33);
    expect(found.at(-1)).toBe('and 10 more uses');
  });

  it('reads no more than its bound of a file without end', async () => {
    const machine = new Machine();
    addSataDisk(machine);
    machine.write('proc/swaps', `${'x'.repeat(200_000)}\n/dev/sda1 partition 1 0 1\n`);
    expect(await uses(machine, 'sda')).toEqual([]);
  });
});
