// By which commands drives of a kind verify, the best first.

import type { DriveAccess, InspectedTarget } from '../vocabulary/device.ts';
import type { DriveCommand } from '../vocabulary/method.ts';

/** ATA's own has the drive's registers: all kinds of failure, and LBAs above 2 TiB. Bridges know short ones. */
const VERIFYING: Readonly<Record<DriveAccess['commands'], readonly DriveCommand[]>> = {
  ata: ['READ VERIFY EXT', 'VERIFY(16)', 'VERIFY(10)'],
  scsi: ['VERIFY(16)', 'VERIFY(10)'],
  bridge: ['VERIFY(10)', 'VERIFY(16)'],
  nvme: ['NVMe Verify'],
};

const SHORT_END_LBA = 2 ** 32;

/** CAM speaks ATA or SCSI with a disk, and translates neither into the other. */
export function verifyingOf({ commands, through }: DriveAccess): readonly DriveCommand[] {
  return through === 'cam' && commands === 'ata' ? ['READ VERIFY EXT'] : VERIFYING[commands];
}

/** An adapter between drive and system may not pass a command's count on. */
export function isCountDoubted(
  command: DriveCommand,
  { device }: InspectedTarget,
  { through }: DriveAccess,
): boolean {
  return command === 'READ VERIFY EXT' && device.bus !== 'sata' && through !== 'cam';
}

/** Why a command will not do, before the drive is asked; null: it may. */
export function reaches(
  command: DriveCommand,
  target: InspectedTarget,
  drive: DriveAccess,
): string | null {
  const { device } = target;
  if (command === 'VERIFY(10)' && drive.firstLba + device.sectors > SHORT_END_LBA) {
    return 'VERIFY(10) does not reach behind 2^32 sectors';
  }
  const isPart = drive.firstLba > 0 || device.sectors < drive.sectors;
  // Whether the count is passed on is seen at the drive's end alone.
  if (isCountDoubted(command, target, drive) && isPart) {
    return "whether its adapter passes the count of READ VERIFY EXT on is seen at the whole disk's end alone";
  }
  // libata refuses what lies behind the end by itself, which says nothing of the drive.
  const isAnsweredAbove = drive.commands === 'ata' && device.bus === 'sata' && drive.mayPretend;
  if (isAnsweredAbove && command !== 'READ VERIFY EXT') {
    return `${command} would not show whether the drive verifies`;
  }
  return null;
}
