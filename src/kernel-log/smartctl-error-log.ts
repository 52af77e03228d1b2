// smartctl's log of ATA errors: the registers of the error, and below the commands that led to it:
// ataprint.cpp, PrintSmartErrorlog (28 bits) and PrintSmartExtErrorLog (48).

import { ataRequest, type TaskFile } from './ata-commands.ts';

/** "  60 00 20 80 d0 b2 40 00      00:10:59.166  READ FPDMA QUEUED" */
const ROW =
  /(?:^|[^\w:-])((?:[\da-f]{2} ){7,12}[\da-f]{2}) {1,12}(?:\d{1,5}d\+)?\d\d:\d\d:\d\d\.\d{3}/;

/** A log of 28 bits has 24 of a 48-bit command's address, and the low byte of its count. */
const LOW_BITS = 2 ** 24;
const MOST_SECTORS = 65_536;

const NOWHERE = new Set([0, 2 ** 28 - 1, 2 ** 32 - 1, 2 ** 48 - 1]);

/** Zero, or all ones in 28, 32 or 48 bits: the drive told no sector. */
export function isNowhere(lba: number): boolean {
  return NOWHERE.has(lba);
}

/** Whether the row is one of the list; and if it is, whether its request has `lba`. null: no row. */
export function rowHolds(text: string, lba: number): boolean | null {
  const bytes = ROW.exec(text)?.[1]
    ?.split(' ')
    .map((byte) => Number.parseInt(byte, 16));
  if (bytes === undefined || (bytes.length !== 8 && bytes.length !== 13)) return null;
  const isLong = bytes.length === 13;
  return commandHolds(isLong ? longFile(bytes) : shortFile(bytes), lba, isLong);
}

/** `isLong`: the registers are all there, as the extended log has them. */
export function commandHolds(file: TaskFile, lba: number, isLong: boolean): boolean {
  const request = ataRequest(file);
  if (request === null) return false;
  if (isLong || request.is28Bit) {
    return lba >= request.from && lba - request.from < request.length;
  }
  const ahead = (lba - request.from) % LOW_BITS;
  return (ahead + LOW_BITS) % LOW_BITS < MOST_SECTORS;
}

/** CR FR SC SN CL CH DH DC */
function shortFile(bytes: readonly number[]): TaskFile {
  const [command, feature, count, l0, l1, l2, device] = bytes as [
    ...[number, number, number, number],
    ...[number, number, number],
  ];
  const high = { featureHigh: 0, countHigh: 0 };
  return { command, feature, count, lba: [l0, l1, l2, 0, 0, 0], device, ...high };
}

/** CR FEATR COUNT LBA_48 LH LM LL DV DC, the high bytes first. */
function longFile(bytes: readonly number[]): TaskFile {
  const [command, featureHigh, feature, countHigh, count, h5, h4, h3, l2, l1, l0, device] =
    bytes as [
      ...[number, number, number, number, number, number],
      ...[number, number, number, number, number, number],
    ];
  return { command, featureHigh, feature, countHigh, count, lba: [l0, l1, l2, h3, h4, h5], device };
}
