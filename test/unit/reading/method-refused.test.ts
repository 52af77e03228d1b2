// What cannot be verified is not opened: with the reason, and what would help.

import { describe, expect, test } from 'vitest';
import type { NativeDriveAnswer } from '../../../src/addon/drive-interface.ts';
import { chooseMethod } from '../../../src/reading/method-choice.ts';
import type { DriveCommand } from '../../../src/vocabulary/method.ts';
import {
  chosen,
  failed,
  GOOD,
  HONEST,
  NVME,
  REFUSED,
  SAS,
  SATA,
  targetOf,
  UNKNOWN_SAT,
  UNSUPPORTED,
  USB,
} from './probed-drive.ts';

describe('--method verify is refused, with the reason', () => {
  const liar = () => ({ ...HONEST, behind: GOOD });
  const whenFirst = (first: NativeDriveAnswer | null) => () => ({ ...HONEST, first });
  const pretending = { ...SATA, drive: { mayPretend: true } };

  test.each([
    [
      'a bridge that lies',
      { ...USB, answers: liar },
      /LBA 1000000, which is behind the last.*all is well/,
    ],
    [
      'an emulated disk that lies',
      { ...pretending, answers: liar },
      /it says that it verifies, and does not/,
    ],
    ['an unknown adapter that lies', { ...UNKNOWN_SAT, answers: liar }, /does not/],
    [
      'a bridge that answers for a disk that it does not ask',
      { ...USB, answers: () => ({ ...HONEST, paceNs: 13_000 }) },
      /it says that it verifies, and cannot: VERIFY\(10\) came back with 128 KiB in 13 µs/,
    ],
    [
      'one of sectors of 4 KiB',
      {
        device: { ...USB.device!, logicalBytes: 4096 },
        drive: USB.drive!,
        answers: () => ({ ...HONEST, paceNs: 1_000_000 }),
      },
      /1,024 KiB in 1,000 µs/,
    ],
    [
      'platters that need not turn',
      { ...UNKNOWN_SAT, answers: () => ({ ...HONEST, paceNs: 131_071 }) },
      /128 KiB in 131 µs/,
    ],
    [
      'one that says neither',
      { ...USB, answers: () => ({ ...HONEST, behind: failed('IO') }) },
      /nothing shows that it verifies.*it said IO/,
    ],
    [
      'one that falls silent',
      { ...USB, answers: () => ({ ...HONEST, behind: null }) },
      /could not be asked/,
    ],
    [
      'a drive that knows none of them',
      { ...SAS, answers: whenFirst(UNSUPPORTED) },
      /does not take VERIFY\(16\) \(sense 5\/20\/00\); .*VERIFY\(10\)/,
    ],
    ['a locked drive', { ...SATA, answers: whenFirst(failed('ABRT')) }, /locked/],
    ['a silent drive', { ...SAS, answers: whenFirst(failed('TIME')) }, /does not answer VERIFY/],
    [
      'who may send none',
      { ...SAS, mayWrite: false, answers: whenFirst(REFUSED) },
      /may not be sent \(EPERM\).*CAP_SYS_RAWIO.*write access to \/dev\/sg3/,
    ],
    [
      'a controller without Verify',
      { ...NVME, answers: () => ({ ...HONEST, first: null, optionalCommands: 0x5f }) },
      /offers no Verify \(ONCS, bit 7/,
    ],
    [
      'a controller that may not be asked',
      { ...NVME, answers: () => ({ ...HONEST, first: null, optionalCommands: null }) },
      /may not be asked.*CAP_SYS_ADMIN/,
    ],
  ] as const)('%s', async (_, which, why) => {
    const error = await chosen(which, 'verify').catch((cause) => cause);
    expect(error).toMatchObject({ code: 'ERR_METHOD', path: '/dev/sda' });
    expect(error.message).toMatch(/^\/dev\/sda cannot be verified: /);
    expect(error.message).toMatch(why);
    expect(error.message).toMatch(/; --method read reads it$/);
  });

  test('an emulated SATA disk is not believed by commands that libata answers', async () => {
    const answers = (command: DriveCommand) =>
      command === 'READ VERIFY EXT' ? { ...HONEST, first: REFUSED } : HONEST;
    const asked = chosen({ ...pretending, mayWrite: false, answers }, 'verify');
    await expect(asked).rejects.toThrow('VERIFY(16) would not show whether the drive verifies');
  });

  test('a drive that cannot be opened, or is another', async () => {
    const answers = () => {
      throw Object.assign(new Error('/dev/sg3 cannot be opened'), {
        code: 'ERR_METHOD',
        errno: 'EACCES',
      });
    };
    await expect(chosen({ ...SATA, answers }, 'verify')).rejects.toThrow(
      /sg3 cannot be opened: permission denied.*group disk/,
    );
  });

  test.each([
    ['an image', { kind: 'file', bus: null }, /it is an image/],
    ['a disk of a virtual machine', { kind: 'block', bus: 'virtio' }, /no drive \(virtio\)/],
    ['a device above disks', { kind: 'block', bus: 'dm' }, /no drive \(dm\)/],
  ] as const)('%s', async (_, device, why) => {
    const { drive: _drive, ...target } = await targetOf({ device });
    const error = await chooseMethod(target, { choice: 'verify' }).catch((cause) => cause);
    expect(error).toMatchObject({ code: 'ERR_METHOD', message: expect.stringMatching(why) });
  });
});
