// Disks with defects: what each class of device and its driver make of one, and the exact sectors.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { check } from '../e2e/check-cli.ts';
import { badExtent, type ScanShape } from '../e2e/report-shape.ts';
import { expectFound, keepKernelLog, toldByDrive } from './found.ts';
import type { Guest, GuestRun } from './guest.ts';
import { MACHINE, type MachineDiskName } from './machine.ts';
import { MEDIUM_ERRORS, withScsiDebug } from './scsi-debug.ts';
import { expectCheckedByLog, type SpotCheck } from './spot-check.ts';

/** What scans have met, for the spot checks: started side by side, as each takes the guest seconds. */
const met: (SpotCheck & { logPath: string })[] = [];

export function failingDisks(guest: () => Guest): void {
  test('a SATA disk behind AHCI aborts what it cannot read: ABRT, IO by the kernel', async () => {
    const { place, sectors512 } = MACHINE.ahci;
    const path = await guest().diskAt(place);
    const run = await guest().scan(path);
    const bad = [100_000, 100_002].map((lba) => toldByDrive('ABRT', '41/04', lba));
    expectFound(run.scan, sectors512, bad);
    expect(run.status).toBe(1);
    expect(run.scan.mode.jobs, 'it spins').toBe(1);
    expect(run.kernelLog).toMatch(/ata\d+\.00: failed command: READ/);
    keepKernelLog('ahci', run);
    const device = path.slice('/dev/'.length);
    met.push({
      path,
      logPath: run.logPath,
      bad,
      formats: ['linux-libata', 'linux-scsi', 'linux-block'],
      sources: [
        { format: 'linux-block', device, from: 99_840, to: 100_095, names: 'request' },
        { format: 'linux-libata', from: 99_840, to: 100_095, names: 'request' },
      ],
    });
  });

  test('an NVMe disk: UNC, the last sector among them', async () => {
    const { place, sectors512 } = MACHINE.nvme;
    const path = await guest().diskAt(place);
    const run = await guest().scan(path);
    const told = (from: number, to = from) => toldByDrive('UNC', 'nvme 2/81', from, to);
    const bad = [told(1000), told(70_000, 70_003), told(sectors512 - 1)];
    expectFound(run.scan, sectors512, bad);
    expect(run.scan.mode.narrowed_by).toBe('nvme');
    expect(run.status).toBe(1);
    expect(run.kernelLog).toMatch(/critical medium error, dev nvme\dn1, sector 768 /);
    keepKernelLog('nvme', run);
    const device = path.slice('/dev/'.length);
    met.push({
      path,
      logPath: run.logPath,
      bad,
      formats: ['linux-nvme', 'linux-block'],
      sources: [
        { format: 'linux-nvme', device, from: 768, to: 1023, names: 'request' },
        { format: 'linux-block', device, from: 768, to: 1023, names: 'request' },
      ],
    });
  });

  test('a SCSI disk that gives sense data, scsi_debug: UNC', async () => {
    await withScsiDebug(guest(), ['dev_size_mb=64', ...MEDIUM_ERRORS], async (path) => {
      const run = await guest().scan(path);
      const bad = [{ ...toldByDrive('UNC', '3/11/00', 4660, 4669), named: true as const }];
      expectFound(run.scan, 131_072, bad);
      expect(run.status).toBe(1);
      expect(run.kernelLog).toMatch(/Sense Key : Medium Error/);
      keepKernelLog('scsi-debug', run);
      const device = path.slice('/dev/'.length);
      await expectCheckedByLog(guest(), {
        path,
        bad,
        formats: ['linux-scsi', 'linux-block'],
        sources: [{ format: 'linux-scsi', device, from: 4608, to: 4863, names: 'request' }],
      });
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

    const nameOf = (name: MachineDiskName): string => paths.get(name)!.slice('/dev/'.length);

    /**
     * Whether the block layer has told of a disk. It prints ten failures in five seconds (blk_print_req_error(),
     * block/blk-mq.c): these are about ten, and those of the silent disk, which the kernel gives up meanwhile,
     * count with them.
     */
    const isTold = (device: string): boolean =>
      run.kernelLog.includes(`error, dev ${device}, sector `);

    test('an NVMe disk of 4096-byte sectors: UNC, LBAs are its own', () => {
      const scan = scanOf('nvme4Kn');
      expect(scan.device).toMatchObject({ logical_bytes: 4096, physical_bytes: 4096 });
      const sectors = MACHINE.nvme4Kn.sectors512 / 8;
      const told = (from: number, to = from) => toldByDrive('UNC', 'nvme 2/81', from, to);
      expectFound(scan, sectors, [told(1234), told(5000, 5001)]);
    });

    test('a SCSI disk with medium errors: UNC', () => {
      const told = (from: number, to = from) => toldByDrive('UNC', '3/11/00', from, to);
      const { sectors512 } = MACHINE.scsiUnreadable;
      expectFound(scanOf('scsiUnreadable'), sectors512, [told(5000), told(100_000, 100_001)]);
    });

    test('a SCSI disk that aborts commands: ABRT, never UNC', () => {
      const told = (from: number, to = from) => toldByDrive('ABRT', 'b/00/06', from, to);
      const { sectors512 } = MACHINE.scsiAborting;
      expectFound(scanOf('scsiAborting'), sectors512, [told(5000), told(100_000, 100_001)]);
    });

    test('a virtio disk that is said to have physical sectors of 4096 bytes: IO, and one of 512', () => {
      const scan = scanOf('virtio512e');
      expect(scan.device).toMatchObject({ logical_bytes: 512, physical_bytes: 4096 });
      expect(scan.notes.join()).toMatch(/sectors of 512 bytes fail alone/);
      expectFound(scan, MACHINE.virtio512e.sectors512, [badExtent(70_003, 70_003)]);
    });

    test('a USB disk: ABRT, and one reader', () => {
      const scan = scanOf('usb');
      expectFound(scan, MACHINE.usb.sectors512, [toldByDrive('ABRT', 'b/00/06', 30_000)]);
      expect(scan.mode.jobs).toBe(1);
    });

    test('each is checked by the lines of a log that accuses them all', async () => {
      const path = paths.get('nvme4Kn')!;
      const device = nameOf('nvme4Kn');
      const byBlockLayer = isTold(device) ? ['linux-block'] : [];
      const disks: SpotCheck[] = [
        ...met,
        {
          path,
          bad: [toldByDrive('UNC', 'nvme 2/81', 1234), toldByDrive('UNC', 'nvme 2/81', 5000, 5001)],
          formats: ['linux-nvme', ...byBlockLayer],
          sources: [{ format: 'linux-nvme', device, from: 1216, to: 1247, names: 'request' }],
        },
      ];
      const log = `{ cat ${met.map(({ logPath }) => logPath).join(' ')}; dmesg; }`;
      await Promise.all(disks.map((disk) => expectCheckedByLog(guest(), disk, log)));
    });

    test('the log alone is explained; whose lines a disk’s are that it does not name is asked', async () => {
      // Here, where a start takes no time: the lines are the same.
      const directory = mkdtempSync(join(tmpdir(), 'surfscan-guest-log-'));
      const log = join(directory, 'messages');
      writeFileSync(log, run.kernelLog);
      const alone = await check(['--log', log]);
      expect([alone.status, alone.check.verdict, alone.check.device]).toEqual([
        0,
        'explained',
        null,
      ]);
      const undecided = await check(['sim:size=1GB', '--log', log]);
      rmSync(directory, { recursive: true });
      expect(undecided.status).toBe(2);
      expect(undecided.stderr).toMatch(/none of them is called .* --log-device/);
      // The block layer leaves lines out; the drivers' own are always there.
      expect(alone.check.suspects).not.toEqual([]);
      const told = names.map(nameOf).filter(isTold);
      for (const device of told) {
        expect(JSON.stringify(alone.check.suspects)).toContain(`"device":"${device}"`);
        expect(undecided.stderr).toContain(device);
      }
    });

    test('exit 1', () => {
      expect(run.json.scans).toHaveLength(names.length);
      expect([run.status, run.json.verdict]).toEqual([1, 'fail']);
    });
  });
}
