// Disks that are taken away, or fall silent, while they are scanned.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectLeft } from './found.ts';
import type { Guest, GuestRun } from './guest.ts';
import { MACHINE } from './machine.ts';
import {
  insertScsiDebug,
  OPT_IGNORE,
  removeScsiDebug,
  setScsiDebug,
  withScsiDebug,
} from './scsi-debug.ts';

/** So much that no scan comes to its end. */
const ENDLESS = 'virtual_gb=18000';

export function disksThatLeave(guest: () => Guest): void {
  test('disks are deleted and pulled: exit 3, nothing is called bad', async () => {
    const nvme = await guest().diskAt(MACHINE.nvmeLarge.place);
    await withScsiDebug(guest(), [ENDLESS], async (scsi) => {
      const running = guest().scan(scsi, nvme);
      await guest().hasRead(scsi);
      await guest().run(`echo 1 > ${sysfs(scsi)}/delete`);
      await guest().hasRead(nvme);
      await guest().run(`echo 1 > /sys/bus/pci/devices/0000:00:06.0/remove`);
      const run = await running;
      expect([run.status, run.json.scans.length]).toEqual([3, 2]);
      for (const scan of run.json.scans) {
        expectLeft(scan);
        expect(scan.error!.code).toBe('ERR_GONE');
        expect(scan.blocks.GONE, 'what was in flight').toBeGreaterThan(0);
      }
    });
  });
}

/** Until the kernel has given a silent disk up half a minute goes by: `others` are done meanwhile. */
export function whileADiskIsSilent(guest: () => Guest, others: () => void): void {
  describe('while a SCSI disk is silent', () => {
    let path: string;
    let silent: Promise<GuestRun>;

    beforeAll(async () => {
      path = await insertScsiDebug(guest(), ENDLESS);
      await guest().run(`echo 1 > ${sysfs(path)}/timeout; echo 1 > ${sysfs(path)}/eh_timeout`);
      silent = guest().scan(path);
      silent.catch(() => {}); // the last test will say it
      await guest().hasRead(path);
      await fallSilent(guest());
    });

    afterAll(() => removeScsiDebug(guest()));

    others();

    test('its scan says so, and ends when the kernel gives it up: exit 3, nothing bad', async () => {
      const run = await silent;
      expect(await guest().run(`cat ${sysfs(path)}/state`)).toBe('offline');
      expectLeft(run.scan);
      expect(run.status).toBe(3);
      expect(run.stderr).toMatch(/no answer for \d+ s at LBA \d+/);
      expect(run.scan.error!.code).toBe('ERR_GONE');
    });
  });
}

/** Leaves the disk behind with commands that nobody will ever answer: the guest's last test. */
export function diskThatHangs(guest: () => Guest): void {
  test('a disk hangs, and the kernel waits: exit 3 after --hang', async () => {
    const path = await insertScsiDebug(guest(), ENDLESS);
    await guest().run(`echo 3600 > ${sysfs(path)}/timeout`);
    const running = guest().scan(path, '--hang', 5);
    await guest().hasRead(path);
    await fallSilent(guest());
    const began = performance.now();
    const run = await running;
    expectLeft(run.scan);
    expect(run.status).toBe(3);
    const seconds = (performance.now() - began) / 1000;
    expect(seconds).toBeGreaterThan(4);
    expect(seconds).toBeLessThan(120); // the guest is slow, and the machine may be busy
  });
}

async function fallSilent(guest: Guest): Promise<void> {
  await setScsiDebug(guest, 'opts', OPT_IGNORE);
  await setScsiDebug(guest, 'every_nth', 1);
}

function sysfs(path: string): string {
  return `/sys/block/${path.slice('/dev/'.length)}/device`;
}
