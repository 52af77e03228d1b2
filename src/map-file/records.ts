// Findings as records of 48 bytes:
//
//    0  u8   kind: failed 1, bad 2, weak 3, slow 4, disturbed 5
//    1  u8   error: its number in native/core/device.h; 0 for slow and disturbed
//    2  u8   flags: exact 1 (bad, weak); late 1, read again 2, not to be read again 4 (slow)
//    3  u8   0
//    4  u32  failed readings alone (bad, weak)
//    8  u64  first LBA
//   16  u64  LBA behind the last
//   24       failed, bad, weak: the errno's name, 16 bytes, zeros behind it
//            slow: u64 latency, u64 latency when read again, in ns
//   40       failed, bad, weak: u32 what the drive itself said, 0 if nothing: its kind (ATA 1, SCSI's sense 2,
//            NVMe 3) in the highest byte, below it, ending with the lowest: ATA's status and error; sense key,
//            code and qualifier; NVMe's status code type and code. u8 1 if it named a sector of them. Since 1.4
//            disturbed: u64 foreign sectors
//
// They are in the order of their kinds, and in each by LBA. What a field is not used for is 0.

import { type ErrorCode, errorOfCode, errorOfNative } from '../vocabulary/classes.ts';
import type { BadValue, DisturbedRange, Failure, SlowBlock } from '../vocabulary/defects.ts';
import {
  type DriveStatus,
  driveStatus,
  isDriveStatus,
  packedStatus,
} from '../vocabulary/drive-status.ts';
import { isErrnoName } from '../vocabulary/errno.ts';
import { usageError } from '../vocabulary/errors.ts';
import type { Extent } from '../vocabulary/extents.ts';
import type { MapFindings } from './contents.ts';
import { type MapGeometry, RECORD_BYTES } from './format.ts';
import { readWhole, writeWhole } from './page.ts';

const FAILED = 1;
const BAD = 2;
const WEAK = 3;
const SLOW = 4;
const DISTURBED = 5;

const EXACT = 1;
const LATE = 1;
const AGAIN = 2;
const REREAD_DONE = 4;

const READS_AT = 4;
const FROM_AT = 8;
const TO_AT = 16;
const ERRNO_AT = 24;
const ERRNO_BYTES = 16;
const LATENCY_AT = 24;
const AGAIN_AT = 32;
const DRIVE_AT = 40;
const NAMED_AT = 44;
const FOREIGN_AT = 40;

export function countFindings({ failed, bad, weak, slow, disturbed }: MapFindings): number {
  return failed.length + bad.length + weak.length + slow.length + disturbed.length;
}

export function encodeFindings(findings: MapFindings): Buffer {
  const bytes = Buffer.alloc(countFindings(findings) * RECORD_BYTES);
  let at = 0;
  const put = <T extends { from: number; to: number }>(
    kind: number,
    list: readonly T[],
    rest: (record: Buffer, item: T) => void,
  ) => {
    for (const item of list) {
      const record = bytes.subarray(at, at + RECORD_BYTES);
      record.writeUInt8(kind, 0);
      writeWhole(record, FROM_AT, item.from);
      writeWhole(record, TO_AT, item.to);
      rest(record, item);
      at += RECORD_BYTES;
    }
  };
  put(FAILED, findings.failed, (record, { value }) => putFailure(record, value));
  put(BAD, findings.bad, (record, { value }) => putBad(record, value));
  put(WEAK, findings.weak, (record, { value }) => putBad(record, value));
  put(SLOW, findings.slow, putSlow);
  put(DISTURBED, findings.disturbed, (record, { foreignSectors }) => {
    writeWhole(record, FOREIGN_AT, Math.round(foreignSectors));
  });
  return bytes;
}

function putFailure(record: Buffer, { error, errno, drive, named }: Failure): void {
  record.writeUInt8(errorOfCode(error).native, 1);
  if (errno !== null) record.write(errno, ERRNO_AT, ERRNO_BYTES, 'latin1');
  if (drive !== undefined) record.writeUInt32LE(packedStatus(drive), DRIVE_AT);
  if (named) record.writeUInt8(1, NAMED_AT);
}

function putBad(record: Buffer, value: BadValue): void {
  putFailure(record, value);
  record.writeUInt8(value.exact ? EXACT : 0, 2);
  record.writeUInt32LE(Math.min(value.reads, 2 ** 32 - 1), READS_AT);
}

function putSlow(
  record: Buffer,
  { latencyNs, againNs, late, rereadDone }: Readonly<SlowBlock>,
): void {
  record.writeUInt8(
    (late ? LATE : 0) + (againNs === null ? 0 : AGAIN) + (rereadDone ? REREAD_DONE : 0),
    2,
  );
  writeWhole(record, LATENCY_AT, Math.round(latencyNs));
  writeWhole(record, AGAIN_AT, Math.round(againNs ?? 0));
}

/** Throws ERR_USAGE where a record is not what surfscan writes, or not of this range. */
export function decodeFindings(bytes: Buffer, range: MapGeometry): MapFindings {
  const failed: Extent<Failure>[] = [];
  const bad: Extent<BadValue>[] = [];
  const weak: Extent<BadValue>[] = [];
  const slow: SlowBlock[] = [];
  const disturbed: DisturbedRange[] = [];
  let lastKind = FAILED;
  let reachedLba = range.fromLba;
  for (let at = 0; at < bytes.length; at += RECORD_BYTES) {
    const record = bytes.subarray(at, at + RECORD_BYTES);
    const kind = record.readUInt8(0);
    if (kind < lastKind) throw wrong(at, 'it is out of order');
    if (kind > lastKind) reachedLba = range.fromLba;
    lastKind = kind;
    const from = readWhole(record, FROM_AT);
    const to = readWhole(record, TO_AT);
    if (from < reachedLba || to <= from || to > range.toLba) {
      throw wrong(at, 'its LBAs are out of order or range');
    }
    reachedLba = to;
    if (kind === FAILED) failed.push({ from, to, value: failureOf(record, at) });
    else if (kind === BAD) bad.push({ from, to, value: badOf(record, at) });
    else if (kind === WEAK) weak.push({ from, to, value: badOf(record, at) });
    else if (kind === SLOW) slow.push({ from, to, ...slowOf(record, at) });
    else if (kind === DISTURBED) {
      disturbed.push({ from, to, foreignSectors: wholeOf(record, FOREIGN_AT, at) });
    } else throw wrong(at, `there is no kind ${kind}`);
  }
  assertApart(failed, bad);
  return { failed, bad, weak, slow, disturbed };
}

function failureOf(record: Buffer, at: number): Failure {
  const named = record.readUInt8(NAMED_AT);
  if (named > 1) throw wrong(at, 'whether its drive named it is neither yes nor no');
  const drive = driveOf(record, at);
  return {
    error: errorCodeOf(record, at),
    errno: errnoOf(record, at),
    ...(drive === null ? {} : { drive }),
    ...(named === 1 ? { named: true } : {}),
  };
}

function driveOf(record: Buffer, at: number): DriveStatus | null {
  const packed = record.readUInt32LE(DRIVE_AT);
  try {
    const status = driveStatus(packed);
    if (status === null) return null;
    if (isDriveStatus(status) && packedStatus(status) === packed) return status;
  } catch {
    // Of a kind that there is not.
  }
  throw wrong(at, 'no drive says what its drive said');
}

function badOf(record: Buffer, at: number): BadValue {
  const flags = record.readUInt8(2);
  if (flags > EXACT) throw wrong(at, 'it has unknown flags');
  return {
    ...failureOf(record, at),
    exact: flags === EXACT,
    reads: record.readUInt32LE(READS_AT),
  };
}

function slowOf(record: Buffer, at: number): Omit<SlowBlock, 'from' | 'to'> {
  const flags = record.readUInt8(2);
  if (flags > LATE + AGAIN + REREAD_DONE) throw wrong(at, 'it has unknown flags');
  const againNs = wholeOf(record, AGAIN_AT, at);
  return {
    latencyNs: wholeOf(record, LATENCY_AT, at),
    late: (flags & LATE) !== 0,
    againNs: (flags & AGAIN) === 0 ? null : againNs,
    rereadDone: (flags & REREAD_DONE) !== 0,
  };
}

function errorCodeOf(record: Buffer, at: number): ErrorCode {
  try {
    return errorOfNative(record.readUInt8(1)).code;
  } catch {
    throw wrong(at, `there is no error ${record.readUInt8(1)}`);
  }
}

function errnoOf(record: Buffer, at: number): string | null {
  const field = record.toString('latin1', ERRNO_AT, ERRNO_AT + ERRNO_BYTES);
  const name = field.replace(/\0+$/, '');
  if (name === '') return null;
  if (!isErrnoName(name)) throw wrong(at, 'its errno has no such name');
  return name;
}

function wholeOf(record: Buffer, field: number, at: number): number {
  const value = readWhole(record, field);
  if (Number.isSafeInteger(value)) return value;
  throw wrong(at, 'a number of it is too large');
}

function assertApart(failed: readonly Extent<Failure>[], bad: readonly Extent<BadValue>[]): void {
  let next = 0;
  for (const { from, to } of failed) {
    while (next < bad.length && bad[next]!.to <= from) next++;
    if (next < bad.length && bad[next]!.from < to) {
      throw usageError(`findings: sector ${bad[next]!.from} is failed and bad`);
    }
  }
}

function wrong(at: number, why: string) {
  return usageError(`finding ${at / RECORD_BYTES}: ${why}`);
}
