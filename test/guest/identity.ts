// What `surfscan list` says of the guest's disks: what QEMU was told that they are.

import { beforeAll, describe, expect, test } from 'vitest';
import { type Guest, pathOfDisk } from './guest.ts';
import { MACHINE, type MachineDiskName, SECTORS_18000_GIB } from './machine.ts';

const LISTED: Record<MachineDiskName, object> = {
  ahci: {
    serial: 'AHCI-0001',
    model: 'A SATA DISK WITH A NAME OF 40 CHARACTERS',
    bus: 'sata',
    rotational: true,
  },
  nvme: { serial: 'NVME-0001', model: 'QEMU NVMe Ctrl', bus: 'nvme', rotational: false },
  nvme4Kn: { serial: 'NVME-4KN', bus: 'nvme', logical_bytes: 4096, sectors: 131_072 / 8 },
  nvmeLarge: { serial: 'NVME-LARGE', bus: 'nvme', sectors: SECTORS_18000_GIB },
  scsiUnreadable: {
    serial: 'SCSI-0001',
    model: 'ACME UNREADABLE',
    bus: 'scsi',
    rotational: false,
  },
  scsiAborting: { serial: 'SCSI-0002', model: 'ACME ABORTING', bus: 'scsi' },
  virtio512e: { serial: 'VIRTIO-0001', bus: 'virtio', logical_bytes: 512, physical_bytes: 4096 },
  usb: { serial: 'USB-0001', bus: 'usb', sectors: 131_072 },
};

/** While another disk answers nothing: that one is marked so, and holds nobody up. */
export function identity(guest: () => Guest): void {
  describe('the list', () => {
    let disks: { path: string }[];
    let directories: string[];

    beforeAll(async () => {
      const run = await guest().surfscan('list', '--json');
      expect(run.status, run.stderr).toBe(3);
      expect(run.stderr).toMatch(/did not answer within/);
      ({ disks } = JSON.parse(run.stdout));
      directories = await guest().diskDirectories();
    });

    for (const [name, { place }] of Object.entries(MACHINE)) {
      test(`has ${name} as it is`, () => {
        const directory = directories.find((one) => place.test(one))!;
        const disk = disks.find(({ path }) => path === pathOfDisk(directory));
        expect(disk).toMatchObject({ in_use: [], ...LISTED[name as MachineDiskName] });
      });
    }
  });
}
