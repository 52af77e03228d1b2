// NVMe I/O commands and status codes (NVM Express Base 2.0, figures 97 ff.; NVM Command Set 1.0).

import type { Operation, Trouble, TroubleKind } from './accusation.ts';

const OPERATIONS = new Map<number, Operation>([
  [0x01, 'write'],
  [0x02, 'read'],
  [0x04, 'write'], // Write Uncorrectable
  [0x05, 'read'], // Compare
  [0x08, 'write'], // Write Zeroes
  [0x0c, 'verify'],
  [0x7d, 'write'], // Zone Append
]);

/** FreeBSD's names: sys/dev/nvme/nvme_util.c or nvme_qpair.c, io_opcode. */
const OPERATIONS_BY_NAME = new Map<string, Operation>([
  ['WRITE', 'write'],
  ['READ', 'read'],
  ['WRITE UNCORRECTABLE', 'write'],
  ['COMPARE', 'read'],
  ['WRITE ZEROES', 'write'],
  ['VERIFY', 'verify'],
]);

/** null: it has no range of blocks. */
export function nvmeOperation(opcode: number | string): Operation | null {
  const found =
    typeof opcode === 'number' ? OPERATIONS.get(opcode) : OPERATIONS_BY_NAME.get(opcode);
  return found ?? null;
}

/** By status code type and status code, as sct * 256 + sc. */
const KINDS = new Map<number, TroubleKind>([
  [0x0004, 'cable'], // data transfer error
  [0x0007, 'aborted'], // abort requested
  [0x0008, 'aborted'], // submission queue deleted
  [0x0080, 'not-found'], // LBA out of range
  [0x0281, 'medium'], // unrecovered read error
]);

/** null: success. */
export function nvmeTrouble(sct: number, sc: number, words: string): Trouble | null {
  if (sct === 0 && sc === 0) return null;
  return { kind: KINDS.get(sct * 256 + sc) ?? 'other', words };
}

/**
 * Of the error log's status field without its phase tag (NVM Express Base 2.0, figure 206). null: no error of
 * the media, and then the LBA says nothing.
 */
export function nvmeMediaTrouble(status: number): Trouble | null {
  const [sct, sc] = [(status >> 8) & 7, status & 0xff];
  return sct === 2 && sc >= 0x80 && sc <= 0x87 ? nvmeTrouble(sct, sc, 'media error') : null;
}
