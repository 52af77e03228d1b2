// Disks that no scan can tell the truth of: each is told for what it is.

import { describe, expect, it } from 'vitest';
import { listTable } from '../../../src/cli/list-table.ts';
import { inspectTarget } from '../../../src/disks/inspect.ts';
import { listLinux } from '../../../src/disks/linux/list.ts';
import { listJson } from '../../../src/report/list-json.ts';
import { failure, fakeSystem, INSPECTION, rdev } from './fakes.ts';
import { addStackedDisk, Machine } from './machine.ts';

const SCSI = 'pci0000:00/0000:00:1f.2/host1/target1:0:0/1:0:0:0/block';

/** As the kernel leaves a disk whose capacity it takes for nothing: size 0 (drivers/scsi/sd.c). */
function emptyScsiDisk(removable: string, type = '0\n'): Machine {
  const machine = new Machine();
  const files = {
    size: '0\n',
    removable,
    'device/type': type,
    'queue/logical_block_size': '512\n',
  };
  machine.disk('sdb', { at: SCSI, number: '8:16', files });
  return machine;
}

const empty = () =>
  Promise.reject(Object.assign(new Error('expected at least one sector'), { code: 'ERR_EMPTY' }));

function inspecting(machine: Machine, path: string, number: [number, number], inspect = empty) {
  const files = { [path]: { rdev: rdev(...number) } };
  return failure(inspectTarget(path, {}, fakeSystem({ root: machine.root, files, inspect })));
}

describe('a disk of size 0', () => {
  it('that is no removable one may have sectors of 520 or 528 bytes', async () => {
    const error = await inspecting(emptyScsiDisk('0\n'), '/dev/sdb', [8, 16]);
    expect(error).toMatchObject({ code: 'ERR_EMPTY', path: '/dev/sdb' });
    expect(error.message).toMatch(/sectors .*520 or 528.*Unsupported sector size.*sg_format/);
  });

  it('that is removable has no medium', async () => {
    const error = await inspecting(emptyScsiDisk('1\n'), '/dev/sdb', [8, 16]);
    expect([error.code, error.message]).toEqual([
      'ERR_EMPTY',
      '/dev/sdb has no medium in it: put one in',
    ]);
  });

  it('may be a loop device without a file', async () => {
    const machine = new Machine();
    addStackedDisk(machine, 'loop4', '7:4', { size: '0\n' });
    const error = await inspecting(machine, '/dev/loop4', [7, 4]);
    expect(error.message).toBe('/dev/loop4 is a loop device without a file below it (losetup)');
  });

  it('may be an NVMe namespace of a format that the system does not read', async () => {
    const machine = new Machine();
    const files = { size: '0\n', removable: '0\n' };
    machine.disk('nvme0n1', { at: 'pci0000:00/nvme/nvme0', number: '259:0', files });
    const error = await inspecting(machine, '/dev/nvme0n1', [259, 0]);
    expect(error.message).toMatch(/metadata.*nvme id-ns/);
  });

  it('that nothing is known of is empty', async () => {
    const machine = new Machine();
    const error = await inspecting(machine, '/dev/sdb', [8, 16]);
    expect(error.message).toMatch(/^\/dev\/sdb is empty/);
  });

  it('is listed with why it cannot be scanned, but for loop devices and what waits for a medium', async () => {
    const [disk, ...others] = await listLinux(emptyScsiDisk('0\n'));
    expect(others).toEqual([]);
    expect(disk).toMatchObject({ device: { path: '/dev/sdb', sectors: 0 }, partitions: [] });
    expect(listTable([disk!])).toMatch(/^\/dev\/sdb +- .*CANNOT BE SCANNED: .*520 or 528/m);
    expect(listJson([disk!]).disks[0]!.why_not).toMatch(/520 or 528/);
    expect(await listLinux(emptyScsiDisk('1\n'))).toEqual([]);
  });
});

describe('a host-managed zoned disk', () => {
  const zoned = (model: string) => {
    const machine = new Machine();
    const files = { size: '4096000\n', 'queue/zoned': model, 'queue/logical_block_size': '4096\n' };
    machine.disk('sdc', { at: SCSI, number: '8:32', files });
    machine.partition('sdc', 'sdc1', '8:33', { start: '8\n', size: '800\n' });
    return machine;
  };
  const answers = async () => INSPECTION;

  it.each([
    ['/dev/sdc', 32],
    ['/dev/sdc1', 33],
  ])('is not scanned: what was not written cannot be read, and is not bad; %s', async (path, minor) => {
    const machine = zoned('host-managed\n');
    const error = await inspecting(machine, path, [8, minor], answers as never);
    expect(error).toMatchObject({ code: 'ERR_OPEN', path });
    expect(error.message).toMatch(/host-managed zoned.*not written.*would pass for bad/);
  });

  it('is told so in the list', async () => {
    const [disk] = await listLinux(zoned('host-managed\n'));
    expect(disk).toMatchObject({ device: { sectors: 512_000 }, whyNot: expect.any(String) });
    expect(listTable([disk!])).toMatch(/CANNOT BE SCANNED: .*host-managed/);
  });

  it.each(['none\n', 'host-aware\n'])('is none that says %j', async (model) => {
    const machine = zoned(model);
    const files = { '/dev/sdc': { rdev: rdev(8, 32) } };
    const system = fakeSystem({ root: machine.root, files });
    expect((await inspectTarget('/dev/sdc', {}, system)).device.sectors).toBe(1000);
    const [disk] = await listLinux(machine);
    expect(disk!.whyNot).toBeUndefined();
    expect(listJson([disk!]).disks[0]).not.toHaveProperty('why_not');
  });
});
