// Sense data in hexadecimal, a line for 16 bytes each: SPC-5, 4.4. Linux prints it where a log level asks
// for it, and before 4.0 whenever it is in descriptor format.

import { bigEndian, hexBytes } from './numbers.ts';

const ROW = /(?<![\w.:-])((?:[\da-f]{2} ){1,15}[\da-f]{2}) {0,8}(?![\w.:-])/;
/** Lines that have bytes of their own. */
const OTHERS = /Error|(?<!=)error|LBA|C[BD]B|ACB|RES|cdb|byte|READ|WRITE|SET/;
/** The longest sense data that the kernel keeps: SCSI_SENSE_BUFFERSIZE. */
export const SENSE_ROWS = 6;

export interface SenseData {
  readonly key: number;
  readonly asc: number;
  /** INFORMATION, if it is valid: the LBA. */
  readonly information: number | null;
}

/** A row of such a dump, without what a logger puts before it; null: it is another line. */
export function senseRow(words: string): number[] | null {
  const row = OTHERS.test(words) ? undefined : ROW.exec(words)?.[1];
  return row === undefined ? null : hexBytes(row);
}

export function senseData(bytes: readonly number[]): SenseData | null {
  const code = (bytes[0] ?? 0) & 0x7f;
  if (code === 0x70 && bytes.length >= 14) {
    const isValid = (bytes[0]! & 0x80) !== 0;
    const information = isValid ? bigEndian(bytes.slice(3, 7)) : null;
    return { key: bytes[2]! & 0x0f, asc: bytes[12]!, information };
  }
  if (code !== 0x72 || bytes.length < 8) return null;
  return { key: bytes[1]! & 0x0f, asc: bytes[2]!, information: descriptorInformation(bytes) };
}

/** The information descriptor: type 0, 12 bytes, bit 7 of its third says that it is valid. */
function descriptorInformation(bytes: readonly number[]): number | null {
  for (let at = 8; at + 12 <= bytes.length; at += 2 + bytes[at + 1]!) {
    if (bytes[at] !== 0) continue;
    return (bytes[at + 2]! & 0x80) === 0 ? null : bigEndian(bytes.slice(at + 4, at + 12));
  }
  return null;
}
