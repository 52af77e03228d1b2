// Disks of more than 2^32 sectors, as the drivers get to see the reads.

import { expect, test } from 'vitest';
import { expectFound, toldByDrive } from './found.ts';
import type { Guest } from './guest.ts';
import { MACHINE, SECTORS_18000_GIB } from './machine.ts';
import {
  MEDIUM_ERRORS,
  OPT_MEDIUM_ERRORS,
  OPT_NOISE,
  setScsiDebug,
  withScsiDebug,
} from './scsi-debug.ts';

export function largeDisks(guest: () => Guest): void {
  test('the last sectors of disks of 18,000 GiB are read where they are', async () => {
    const nvme = await guest().diskAt(MACHINE.nvmeLarge.place);
    await withScsiDebug(guest(), ['virtual_gb=18000', ...MEDIUM_ERRORS], async (scsi) => {
      await setScsiDebug(guest(), 'opts', OPT_NOISE + OPT_MEDIUM_ERRORS);
      const from = SECTORS_18000_GIB - 512;
      const run = await guest().scan(nvme, scsi, '--from', from);
      expect(run.status).toBe(1);
      for (const { device } of run.json.scans) expect(device.sectors).toBe(SECTORS_18000_GIB);
      const [ofNvme, ofScsi] = run.json.scans;
      expectFound(ofNvme!, 512, [toldByDrive('UNC', 'nvme 2/81', from + 212, from + 213)]);
      expectFound(ofScsi!, 512, []);
      for (const lba of [from, from + 256]) expect(run.kernelLog).toContain(read16(lba, 256));
    });
  });
}

/** The command's bytes as the driver prints them: SBC-4 5.18. */
function read16(lba: number, sectors: number): string {
  const cdb = Buffer.alloc(16);
  cdb[0] = 0x88;
  cdb.writeBigUInt64BE(BigInt(lba), 2);
  cdb.writeUInt32BE(sectors, 10);
  return `cmd ${[...cdb].map((byte) => byte.toString(16).padStart(2, '0')).join(' ')}`;
}
