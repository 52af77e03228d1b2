// What a SATA disk counts of its own losses, told by the real smartctl, before a scan and after it.

import { beforeAll, describe, expect, test } from 'vitest';
import type { Guest } from './guest.ts';
import { makeSatDisk, SAT_DRIVERS, type SatCommand, type SatFault } from './sat-disk.ts';

const SECTORS = 16_384;
const FAULTS: readonly SatFault[] = [
  { lba: 300, count: 3, kind: 'unc' },
  { lba: 9000, count: 2, kind: 'unc' },
];

const PASS_THROUGH = 0x85;
const READ_DMA_EXT = 0x25;
const READS = [0x28, 0x88];

const isRead = ({ cdb }: SatCommand) =>
  READS.includes(cdb[0]!) || (cdb[0] === PASS_THROUGH && cdb[14] === READ_DMA_EXT);
const isAsked = (command: SatCommand) => command.cdb[0] === PASS_THROUGH && !isRead(command);

export function smartCounters(guest: () => Guest): void {
  describe('what the drive counts', () => {
    beforeAll(() => guest().loadAll(SAT_DRIVERS));

    test('is asked before the first read and after the last one, and what changed is told', async () => {
      const disk = await makeSatDisk(guest(), FAULTS, { sectors: SECTORS, sense: 'descriptors' });
      await disk.commands();
      const run = await guest().scan(disk.path);
      const { smart } = run.scan;
      expect(smart.why_not).toBeNull();
      expect(smart.before).toMatchObject({ passed: true, counters: { Reallocated_Sector_Ct: 0 } });
      expect(smart.changed).toEqual([{ name: 'Current_Pending_Sector', before: 0, after: 5 }]);
      const commands = await disk.commands();
      const [first, last] = [commands.findIndex(isRead), commands.findLastIndex(isRead)];
      expect(commands.slice(first, last).filter(isAsked)).toEqual([]);
      expect(commands.slice(0, first).some(isAsked)).toBe(true);
      expect(commands.slice(last).some(isAsked)).toBe(true);
      const again = await guest().surfscan('scan', disk.path, '--no-tui');
      expect(again.stdout).toContain('  SMART: no counter changed\n');
    });

    test('is not asked with --smart off', async () => {
      const disk = await makeSatDisk(guest(), FAULTS, { sectors: SECTORS, sense: 'descriptors' });
      await disk.commands();
      const { scan } = await guest().scan(disk.path, '--smart', 'off');
      expect(scan.smart.why_not).toBe('it was not to be asked (--smart off)');
      expect((await disk.commands()).filter(isAsked)).toEqual([]);
    });
  });
}
