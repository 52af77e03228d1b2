// What a disk is called besides its path, and where it sits.

import { describe, expect, it } from 'vitest';
import { listLinux } from '../../../src/disks/linux/list.ts';
import { idsOf } from '../../../src/disks/linux/names.ts';
import { nodeOfName } from '../../../src/disks/linux/node.ts';
import { addSataDisk, Machine } from './machine.ts';

const NVME = 'pci0000:00/0000:00:1d.0/0000:03:00.0/nvme/nvme0';

async function only(machine: Machine) {
  const [disk, ...others] = await listLinux(machine);
  expect(others).toEqual([]);
  return disk!.device;
}

describe('ids', () => {
  it('are the links that udev keeps, and what the disk says of itself', async () => {
    const machine = new Machine();
    addSataDisk(machine);
    machine.write(`${machine.dirOf('sda')}/device/wwid`, 'naa.50014ee2b311add7\n');
    machine.write(
      'run/udev/data/b8:0',
      'S:disk/by-id/wwn-0x50014ee2b311add7\nS:disk/by-path/pci-0\nS:disk/by-id/ata-WDC_WD20EFRX\nE:ID_BUS=ata\n',
    );
    expect((await only(machine)).ids).toEqual([
      '/dev/disk/by-id/ata-WDC_WD20EFRX',
      '/dev/disk/by-id/wwn-0x50014ee2b311add7',
      'naa.50014ee2b311add7',
    ]);
  });

  it('are the links that are there, where udev keeps none', async () => {
    const machine = new Machine();
    addSataDisk(machine);
    machine.link('dev/disk/by-id/ata-A', 'dev/sda');
    machine.link('dev/disk/by-id/ata-A-part1', 'dev/sda1');
    machine.link('dev/disk/by-id/ata-B', 'dev/sdb');
    expect((await only(machine)).ids).toEqual(['/dev/disk/by-id/ata-A']);
    const partition = await nodeOfName(machine.root, 'sda1');
    expect(await idsOf(machine.root, partition!)).toEqual(['/dev/disk/by-id/ata-A-part1']);
  });

  it('of an NVMe namespace are each told once, and none that is not set', async () => {
    const machine = new Machine();
    const files = {
      size: '2048\n',
      wwid: 'eui.0025385b01403210\n',
      eui: '00 25 38 5b 01 40 32 10 \n',
      nguid: '36434630-5277-0027-0025-384100000001\n',
      uuid: '00000000-0000-0000-0000-000000000000\n',
    };
    machine.disk('nvme0n1', { at: NVME, number: '259:0', files });
    expect((await only(machine)).ids).toEqual([
      'eui.0025385b01403210',
      'eui.36434630527700270025384100000001',
    ]);
  });

  it('steer no terminal, and are not too many', async () => {
    const machine = new Machine();
    addSataDisk(machine);
    const links = Array.from(
      { length: 100 },
      (_, i) => `S:disk/by-id/x${i}\u001b[2J${'y'.repeat(999)}\n`,
    );
    machine.write('run/udev/data/b8:0', links.join(''));
    const { ids } = await only(machine);
    expect(ids.length).toBe(16);
    expect(ids.filter((id) => id.includes('\u001b') || id.length > 200)).toEqual([]);
  });
});

describe('the slot', () => {
  it('is an enclosure’s bay', async () => {
    const machine = new Machine();
    addSataDisk(machine);
    const enclosure = 'sys/devices/pci0000:00/host6/6:0:8:0/enclosure/6:0:8:0';
    machine.write(`${enclosure}/Slot 05/slot`, '5\n');
    machine.write(`${enclosure}/device/vendor`, 'LSI     \n');
    machine.write(`${enclosure}/device/model`, 'SAS2X36         \n');
    machine.link(`${machine.dirOf('sda')}/device/enclosure_device:Slot 05`, `${enclosure}/Slot 05`);
    expect((await only(machine)).slot).toBe('bay Slot 05 of enclosure 6:0:8:0 (LSI SAS2X36)');
  });

  it('is a PCI slot that has a number', async () => {
    const machine = new Machine();
    machine.disk('nvme0n1', { at: NVME, number: '259:0', files: { size: '2048\n' } });
    machine.write('sys/bus/pci/slots/3/address', '0000:02:00\n');
    machine.write('sys/bus/pci/slots/7/address', '0000:03:00\n');
    expect((await only(machine)).slot).toBe('PCI slot 7');
  });

  it('is not known of most disks', async () => {
    const machine = new Machine();
    addSataDisk(machine);
    expect((await only(machine)).slot).toBeNull();
  });
});
