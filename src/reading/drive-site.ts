// By which node a drive is asked, and how: several commands out at once, or one that a thread waits for.

import { access, constants } from 'node:fs/promises';
import { native } from '../addon/native.ts';
import type { DriveAccess } from '../vocabulary/device.ts';
import { errnoName } from '../vocabulary/errno.ts';
import type { DriveCommand, DriveSite } from '../vocabulary/method.ts';

/** What of the machine decides. */
export interface WayChoice {
  readonly mayReadAndWrite: (path: string) => Promise<boolean>;
  readonly commandRingErrno: () => number;
}

export const THIS_MACHINE: WayChoice = {
  mayReadAndWrite: (path) =>
    access(path, constants.R_OK | constants.W_OK).then(
      () => true,
      () => false,
    ),
  commandRingErrno: () => native.commandRingErrno(),
};

/** Commands that are out at once, at most: an sg descriptor takes 16 (SG_MAX_QUEUE of drivers/scsi/sg.c). */
export const WAY_DEPTHS: Readonly<Record<DriveSite['way'], number>> = {
  sg: 16,
  sg_ioctl: 1,
  nvme_uring: 256,
  nvme_ioctl: 1,
  cam: 1,
  nvme_passthrough: 1,
};

/** Of what a drive is asked before a scan. What is not answered is left long before: a command that the system
 * ends resets the link. */
export const PROBE_TIMEOUT_MS = 600_000;

/** A timeout resets the drive's link and disturbs what else is on it: none before the user's own. */
export function commandTimeoutMs(hangMs: number): number {
  return Math.min(hangMs, 2 ** 31 - 1);
}

const XPT = '/dev/xpt0';

/** `note`: where that is not the best way. `missing`: why there is none. */
export async function wayTo(
  drive: DriveAccess,
  orders: readonly DriveCommand[],
  machine: WayChoice,
): Promise<
  { readonly site: DriveSite; readonly note: string | null } | { readonly missing: string }
> {
  const missing = await whatIsMissing(drive, machine);
  if (missing !== null) return { missing };
  const { way, note } = await choose(drive, machine);
  const { path, number } =
    way === 'sg_ioctl' || drive.generic === null ? drive.disk : drive.generic;
  const { address, unitSerial, nsid, firstLba } = drive;
  const node = { way, path, number, address, unitSerial, nsid, firstLba };
  return { site: { ...node, orders, mostSectors: 2 ** 32 - 1 }, note };
}

/** What only some may do. CAM finds a disk's pass node by xpt0, which is root's as they are, whatever the
 * disk's own node allows: sys/cam/cam_xpt.c, xptopen; lib/libcam/camlib.c, cam_lookup_pass. */
async function whatIsMissing({ through, commands }: DriveAccess, machine: WayChoice) {
  if (through !== 'cam' || commands === 'nvme') return null;
  if (await machine.mayReadAndWrite(XPT)) return null;
  return `${XPT} and the disk's pass node may not be opened (they are root's)`;
}

async function choose({ through, commands, generic }: DriveAccess, machine: WayChoice) {
  if (through === 'cam') {
    const way = commands === 'nvme' ? ('nvme_passthrough' as const) : ('cam' as const);
    return { way, note: null };
  }
  const blocking = (way: DriveSite['way'], why: string) => ({
    way,
    note: `the drive was asked by an ioctl, ${why}: a command that does not return holds the program`,
  });
  if (commands === 'nvme') {
    const errno = machine.commandRingErrno();
    if (generic === null) return blocking('nvme_ioctl', 'as it has no generic node (Linux 5.13)');
    if (errno === 0) return { way: 'nvme_uring' as const, note: null };
    return blocking('nvme_ioctl', `as io_uring takes no commands here (${errnoName(errno)})`);
  }
  if (generic === null) return blocking('sg_ioctl', 'as it has no sg node (modprobe sg)');
  if (await machine.mayReadAndWrite(generic.path)) return { way: 'sg' as const, note: null };
  return blocking('sg_ioctl', `as ${generic.path} may not be written to`);
}
