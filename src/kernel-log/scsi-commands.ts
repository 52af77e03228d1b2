// SCSI commands that move blocks: SBC-4, clause 5.

import type { Operation } from './accusation.ts';
import { bigEndian } from './numbers.ts';
import type { Request } from './request.ts';

/** Bytes [from, to) of the command that hold the LBA and the count. */
interface Layout {
  readonly bytes: number;
  readonly lba: readonly [number, number];
  readonly count: readonly [number, number];
}

const CDB6: Layout = { bytes: 6, lba: [1, 4], count: [4, 5] };
const CDB10: Layout = { bytes: 10, lba: [2, 6], count: [7, 9] };
const CDB12: Layout = { bytes: 12, lba: [2, 6], count: [6, 10] };
const CDB16: Layout = { bytes: 16, lba: [2, 10], count: [10, 14] };
const CDB32: Layout = { bytes: 32, lba: [12, 20], count: [28, 32] };

const COMMANDS = new Map<number, readonly [Operation, Layout]>([
  [0x08, ['read', CDB6]],
  [0x0a, ['write', CDB6]],
  [0x28, ['read', CDB10]],
  [0x2a, ['write', CDB10]],
  [0x2e, ['write', CDB10]], // WRITE AND VERIFY
  [0x2f, ['verify', CDB10]],
  [0x41, ['write', CDB10]], // WRITE SAME
  [0x88, ['read', CDB16]],
  [0x8a, ['write', CDB16]],
  [0x8e, ['write', CDB16]],
  [0x8f, ['verify', CDB16]],
  [0x93, ['write', CDB16]],
  [0xa8, ['read', CDB12]],
  [0xaa, ['write', CDB12]],
  [0xae, ['write', CDB12]],
  [0xaf, ['verify', CDB12]],
]);

const VARIABLE_LENGTH = 0x7f;
/** By the service action in bytes 8 and 9. */
const COMMANDS32 = new Map<number, Operation>([
  [0x0009, 'read'],
  [0x000a, 'verify'],
  [0x000b, 'write'],
  [0x000c, 'write'],
  [0x000d, 'write'],
]);

/** In the disk's logical blocks. null: it moves none, is cut off, or its LBA is beyond 2^53. */
export function scsiRequest(cdb: readonly number[]): Request | null {
  const [operation, layout] = commandOf(cdb) ?? [null, CDB6];
  if (operation === null || cdb.length < layout.bytes) return null;
  const address = cdb.slice(...layout.lba);
  // READ(6) has 21 bits: the upper three of byte 1 are another field's.
  if (layout === CDB6) address[0]! &= 0x1f;
  const from = bigEndian(address);
  const count = bigEndian(cdb.slice(...layout.count))!;
  // Zero is 256 in six bytes, and nothing at all in the longer ones.
  const length = layout === CDB6 ? count || 256 : count;
  return from === null || length === 0 ? null : { from, length, operation };
}

/** By the group code in the opcode's upper three bits (SPC-5, 4.2.5.1); null: the vendor's, or variable. */
export function cdbLength(opcode: number): number | null {
  return [6, 10, 10, null, 16, 12, null, null][opcode >> 5] ?? null;
}

function commandOf(cdb: readonly number[]): readonly [Operation, Layout] | undefined {
  if (cdb[0] !== VARIABLE_LENGTH) return COMMANDS.get(cdb[0] ?? -1);
  const operation = COMMANDS32.get((cdb[8] ?? 0) * 256 + (cdb[9] ?? 0));
  return operation === undefined ? undefined : [operation, CDB32];
}
