// Bays, as sesutil(8) says them.

import { describe, expect, it } from 'vitest';
import { listFreebsd } from '../../../src/disks/freebsd/list.ts';
import { parseSlots } from '../../../src/disks/freebsd/slots.ts';
import { inspected, workstation, XML } from './workstation.ts';

const MAP = `ses0:
\tEnclosure Name: LSI SAS2X36 0e12
\tEnclosure ID: 500304800020d4ff
\tElement 0, Type: Array Device Slot
\t\tStatus: Unsupported (0x00 0x00 0x00 0x00)
\t\tDescription: ArrayDevicesInSubEnclsr0
\tElement 1, Type: Array Device Slot
\t\tStatus: OK (0x01 0x00 0x00 0x00)
\t\tDescription: Slot 01
\t\tDevice Names: da0,pass3
\t\tExtra status:
\t\t- LED=locate
\tElement 2, Type: Array Device Slot
\t\tStatus: OK (0x01 0x00 0x00 0x00)
\t\tDevice Names: pass4,ada0
\tElement 25, Type: Temperature Sensors
\t\tStatus: OK (0x01 0x00 0x2d 0x00)
\t\tDescription: Temp
\t\tDevice Names: da9
ses1:
\tEnclosure ID: 1
\tElement 7, Type: Device Slot
\t\tDescription: Bay\x1b[2J 7
\t\tDevice Names: ada1
`;

const run = async (file: string) => {
  if (file === '/usr/sbin/sesutil') return MAP;
  return file === '/sbin/sysctl' ? XML : '';
};

describe('the bay of a disk', () => {
  it('is what its enclosure calls it', () => {
    expect(Object.fromEntries(parseSlots(MAP))).toEqual({
      da0: 'bay Slot 01 of enclosure ses0 (LSI SAS2X36 0e12)',
      ada0: 'bay 2 of enclosure ses0 (LSI SAS2X36 0e12)',
      ada1: 'bay Bay?[2J 7 of enclosure ses1',
    });
    expect(parseSlots('').size).toBe(0);
  });

  it('is in the list, and of a target', async () => {
    const disks = await listFreebsd(workstation({ run }));
    const slots = disks.map(({ device }) => [device.path, device.slot]);
    expect(slots).toContainEqual(['/dev/da0', 'bay Slot 01 of enclosure ses0 (LSI SAS2X36 0e12)']);
    expect(slots).toContainEqual(['/dev/nda0', null]);
    expect((await inspected('/dev/ada0p3', { run })).device.slot).toMatch(/^bay 2 of/);
  });

  it('is not known where sesutil fails, as it does for all but root', async () => {
    const denied = async (file: string) => {
      if (file === '/usr/sbin/sesutil') throw new Error('unable to access SES device');
      return run(file);
    };
    expect((await inspected('/dev/ada0', { run: denied })).device.slot).toBeNull();
  });

  it('is asked for once, and of disks that may have one', async () => {
    const asked: string[] = [];
    const noted = async (file: string) => {
      asked.push(file);
      return run(file);
    };
    await listFreebsd(workstation({ run: noted }));
    expect(asked.filter((file) => file.includes('sesutil'))).toHaveLength(1);
    asked.length = 0;
    await inspected('/dev/nda0', { run: noted });
    expect(asked.filter((file) => file.includes('sesutil'))).toEqual([]);
  });
});
