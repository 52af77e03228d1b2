// The guest's scsi_debug driver: a SCSI disk in memory, one at a time.

import type { Guest } from './guest.ts';

/** LBAs 4660 to 4669: of all starts, the one with which its sense data name the LBA that was read. */
export const MEDIUM_ERRORS = ['medium_error_start=4660', 'medium_error_count=10', 'opts=2'];

/** Bits of `opts`. */
export const OPT_NOISE = 1;
export const OPT_MEDIUM_ERRORS = 2;
/** Every `every_nth` command is never answered. */
export const OPT_IGNORE = 4;
/** Every `every_nth` command fails on its way, ABORTED COMMAND: the kernel tries again some times. */
export const OPT_TRANSPORT = 16;

const PLACE = /\/pseudo_\d+\//;

/** Makes a disk: its path. Parameters: `modinfo scsi_debug`. */
export async function insertScsiDebug(guest: Guest, ...parameters: string[]): Promise<string> {
  await guest.load('scsi_debug', 'ndelay=20000', ...parameters);
  return guest.diskAt(PLACE);
}

export function removeScsiDebug(guest: Guest): Promise<void> {
  return guest.unload('scsi_debug');
}

/** Makes a disk for `body`, and takes it away. */
export async function withScsiDebug(
  guest: Guest,
  parameters: readonly string[],
  body: (path: string) => Promise<void>,
): Promise<void> {
  const path = await insertScsiDebug(guest, ...parameters);
  await body(path).finally(() => removeScsiDebug(guest));
}

/** Changes a parameter while the disk is there. */
export async function setScsiDebug(guest: Guest, name: string, value: number): Promise<void> {
  await guest.run(`echo ${value} > /sys/bus/pseudo/drivers/scsi_debug/${name}`);
}
