// What a drive's answers before a scan come to, in words: why it cannot be verified.

import {
  type NativeDriveAnswer,
  type NativeDriveAnswers,
  PACE_SECTORS,
} from '../addon/drive-interface.ts';
import { type ErrorCode, errorOfNative, NATIVE_ERROR_DEFECT } from '../vocabulary/classes.ts';
import type { DriveAccess, InspectedTarget } from '../vocabulary/device.ts';
import { driveStatus, driveWords } from '../vocabulary/drive-status.ts';
import { errnoName, errnoWords } from '../vocabulary/errno.ts';
import type { DriveCommand } from '../vocabulary/method.ts';
import { formatCount } from '../vocabulary/units.ts';

/** null: the drive takes it, and what became of that one sector is the scan's to find. */
export function whyNotTaken(
  answer: NativeDriveAnswer | null,
  command: DriveCommand,
  drive: DriveAccess,
): string | null {
  if (answer === null) return 'the drive does not answer';
  const { course, error, errno } = answer;
  const name = errnoName(errno);
  if (course === 'refused') {
    return `${command} may not be sent (${name ?? 'refused'})${helpOf(drive)}`;
  }
  if (course === 'unsupported') return `the drive does not take ${command}${saidBy(answer)}`;
  if (name !== null) return `${command} was not sent: ${errnoWords(name)}`;
  if (error === 0) return null;
  const code = codeOf(error);
  if (code === 'GONE') return 'the drive left';
  if (code === 'TIME') return `the drive does not answer ${command}`;
  // A locked drive aborts all of them, and an old one what it does not know.
  if (code === 'ABRT')
    return `the drive aborts ${command}${saidBy(answer)}: is it locked (hdparm -I)?`;
  return null;
}

export function helpOf({ commands, generic, through }: DriveAccess): string {
  if (through === 'cam') return ': that takes root';
  if (commands === 'nvme') return ': that takes root (CAP_SYS_ADMIN), or Linux 6.2 and group disk';
  const node = generic === null ? 'an sg node (modprobe sg)' : generic.path;
  return `: that takes root (CAP_SYS_RAWIO), or write access to ${node} (group disk)`;
}

/** Of the sector behind the last: an honest drive says that there is none. null: this one does. */
export function lieOf(
  answer: NativeDriveAnswer | null,
  command: DriveCommand,
  { sectors }: DriveAccess,
): string | null {
  const asked = `asked by ${command} for LBA ${sectors}, which is behind the last`;
  if (answer === null) return 'it could not be asked whether it verifies';
  if (answer.course === 'finished' && answer.error === 0) {
    return `it says that it verifies, and does not: ${asked}, it said that all is well`;
  }
  const code = codeOf(answer.error);
  if (code === 'IDNF' || code === 'ABRT') return null;
  return `nothing shows that it verifies: ${asked}, it said ${code}${saidBy(answer)}`;
}

/** Neither platters nor bridges of USB are so fast, the less where each range is a seek away from the one before. */
const MOST_BYTES_PER_SECOND = 1e9;

/** The drive turns, or hangs on USB. null: it took as long as one must that reads. */
export function hasteOf(
  { paceNs }: NativeDriveAnswers,
  command: DriveCommand,
  logicalBytes: number,
): string | null {
  if (paceNs === null) return null;
  const bytes = PACE_SECTORS * logicalBytes;
  if (bytes / (paceNs / 1e9) <= MOST_BYTES_PER_SECOND) return null;
  const took = `${formatCount(bytes / 1024)} KiB in ${formatCount(paceNs / 1000)} µs`;
  return `it says that it verifies, and cannot: ${command} came back with ${took}, which no such disk reads so fast`;
}

function codeOf(native: number): ErrorCode | 'nothing that is known' {
  return native === NATIVE_ERROR_DEFECT ? 'nothing that is known' : errorOfNative(native).code;
}

/** Something was verified, or was found bad. */
export function isVerified(answer: NativeDriveAnswer | null): boolean {
  if (answer === null) return false;
  return answer.error === 0 || codeOf(answer.error) === 'UNC';
}

const VERIFY_BIT = 1 << 7;

/** NVM Express Base figure 275. */
export function whyNoVerify({ optionalCommands }: NativeDriveAnswers, drive: DriveAccess): string {
  if (optionalCommands === null) {
    return `its controller may not be asked what it can${helpOf(drive)}`;
  }
  if ((optionalCommands & VERIFY_BIT) === 0) {
    return 'its controller offers no Verify (ONCS, bit 7: nvme id-ctrl)';
  }
  return 'the drive does not answer';
}

/** NVM Command Set figure 118: a power of two of the least page, which is 4 KiB. */
export function mostSectorsOf(
  { optionalCommands, verifySizeLimit }: NativeDriveAnswers,
  { device }: InspectedTarget,
): number | null {
  if (optionalCommands === null || verifySizeLimit === 0) return null;
  const sectors = (2 ** verifySizeLimit * 4096) / device.logicalBytes;
  return Math.max(1, Math.min(Math.floor(sectors), 2 ** 32 - 1));
}

function saidBy({ drive }: NativeDriveAnswer): string {
  const status = driveStatus(drive);
  return status === null ? '' : ` (${driveWords(status)})`;
}
