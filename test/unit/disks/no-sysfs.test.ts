import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listLinux } from '../../../src/disks/linux/list.ts';
import { failure } from './fakes.ts';
import { addSataDisk, Machine } from './machine.ts';

describe('the list', () => {
  it('is empty on a machine without disks', async () => {
    const machine = new Machine();
    mkdirSync(join(machine.root, 'sys/block'), { recursive: true });
    expect(await listLinux(machine)).toEqual([]);
  });

  it('is no list on a machine without sysfs: which disks there are is not known', async () => {
    expect(await failure(listLinux({ root: '/nonexistent' }))).toMatchObject({
      code: 'ERR_OPEN',
      errno: 'ENOENT',
      message: expect.stringMatching(/\/nonexistent\/sys\/block .*is \/sys mounted/),
    });
  });

  it('does not know who uses a disk where /proc is hidden', async () => {
    const machine = new Machine();
    addSataDisk(machine);
    rmSync(join(machine.root, 'proc'), { recursive: true });
    const [disk] = await listLinux(machine);
    expect(disk!.device.inUse).toBeNull();
    machine.mounts('8:2 / / rw - ext4 /dev/sda2 rw');
    const [known] = await listLinux(machine);
    expect(known!.device.inUse).toEqual(['/dev/sda2 is mounted at /']);
  });
});
