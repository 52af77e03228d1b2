// Disks with defects: what each class of device and its driver make of one, and the exact sectors.

import { beforeAll, describe, expect, test } from 'vitest';
import { badExtent, type ScanShape } from '../e2e/report-shape.ts';
import { expectFound, keepKernelLog, unreadable } from './found.ts';
import type { Guest, GuestRun } from './guest.ts';
import { MACHINE, type MachineDiskName } from './machine.ts';
import { MEDIUM_ERRORS, withScsiDebug } from './scsi-debug.ts';

export function failingDisks(guest: () => Guest): void {
  test('a SATA disk behind AHCI aborts what it cannot read: IO', async () => {
    const { place, sectors512 } = MACHINE.ahci;
    const run = await guest().scan(await guest().diskAt(place));
    expectFound(run.scan, sectors512, [badExtent(100_000), badExtent(100_002)]);
    expect(run.status).toBe(1);
    expect(run.scan.mode.jobs, 'it spins').toBe(1);
    expect(run.kernelLog).toMatch(/ata\d+\.00: failed command: READ/);
    keepKernelLog('ahci', run);
  });

  test('an NVMe disk: UNC, the last sector among them', async () => {
    const { place, sectors512 } = MACHINE.nvme;
    const run = await guest().scan(await guest().diskAt(place));
    const last = unreadable(sectors512 - 1);
    expectFound(run.scan, sectors512, [unreadable(1000), unreadable(70_000, 70_003), last]);
    expect(run.status).toBe(1);
    expect(run.kernelLog).toMatch(/critical medium error, dev nvme\dn1, sector 1000 /);
    keepKernelLog('nvme', run);
  });

  test('a SCSI disk that gives sense data, scsi_debug: UNC', async () => {
    await withScsiDebug(guest(), ['dev_size_mb=64', ...MEDIUM_ERRORS], async (path) => {
      const run = await guest().scan(path);
      expectFound(run.scan, 131_072, [unreadable(4660, 4669)]);
      expect(run.status).toBe(1);
      expect(run.kernelLog).toMatch(/Sense Key : Medium Error/);
      keepKernelLog('scsi-debug', run);
    });
  });
}

/** Side by side, in one run: a start of the program takes the guest seconds. */
export function failingDisksTogether(guest: () => Guest): void {
  describe('scanned side by side', () => {
    const names = ['nvme4Kn', 'scsiUnreadable', 'scsiAborting', 'virtio512e', 'usb'] as const;
    const paths = new Map<MachineDiskName, string>();
    let run: GuestRun;

    beforeAll(async () => {
      for (const name of names) paths.set(name, await guest().diskAt(MACHINE[name].place));
      run = await guest().scan(...paths.values());
    });

    const scanOf = (name: MachineDiskName): ScanShape =>
      run.json.scans.find(({ device }) => device.path === paths.get(name))!;

    test('an NVMe disk of 4096-byte sectors: UNC, LBAs are its own', () => {
      const scan = scanOf('nvme4Kn');
      expect(scan.device).toMatchObject({ logical_bytes: 4096, physical_bytes: 4096 });
      const sectors = MACHINE.nvme4Kn.sectors512 / 8;
      expectFound(scan, sectors, [unreadable(1234), unreadable(5000, 5001)]);
    });

    test('a SCSI disk with medium errors: UNC', () => {
      const bad = [unreadable(5000), unreadable(100_000, 100_001)];
      expectFound(scanOf('scsiUnreadable'), MACHINE.scsiUnreadable.sectors512, bad);
    });

    test('a SCSI disk that aborts commands: IO, never UNC', () => {
      const bad = [badExtent(5000), badExtent(100_000, 100_001)];
      expectFound(scanOf('scsiAborting'), MACHINE.scsiAborting.sectors512, bad);
    });

    test('a virtio disk of 4096-byte physical sectors: IO, the whole of one is lost', () => {
      const scan = scanOf('virtio512e');
      expect(scan.device).toMatchObject({ logical_bytes: 512, physical_bytes: 4096 });
      expectFound(scan, MACHINE.virtio512e.sectors512, [badExtent(70_000, 70_007)]);
    });

    test('a USB disk: IO, and one reader', () => {
      const scan = scanOf('usb');
      expectFound(scan, MACHINE.usb.sectors512, [badExtent(30_000)]);
      expect(scan.mode.jobs).toBe(1);
    });

    test('exit 1', () => {
      expect(run.json.scans).toHaveLength(names.length);
      expect([run.status, run.json.verdict]).toEqual([1, 'fail']);
    });
  });
}
