// How Linux prints a command: "CDB: Read(10) 28 00 …", "CDB: Read(10): 28 00 …", "CDB: opcode=0x28 28 00 …"
// and "cdb[0]=0x28: 28 00 …" without CONFIG_SCSI_CONSTANTS, "command: Write(10): 2a 00 …", and before
// 2.6.18 "CDB: Read (10) 00 00 41 …", whose first byte is the name: drivers/scsi/constants.c.

import { hexBytes } from './numbers.ts';
import { cdbLength } from './scsi-commands.ts';

const END = String.raw`(?![\w[\ufffd]|[.:<+%/-]\w)`;
const BYTES = String.raw`((?:[\da-f]{2} ){4,31}[\da-f]{2})${END}`;
const NAME = String.raw`([A-Z][A-Za-z]*(?: [A-Za-z]+)* ?\(\d{1,2}\)|[A-Z][A-Za-z ]{2,40})`;
/** scsi_logging.c, scsi_format_opcode_name: with a service action, or " (reserved)". */
const CODE = String.raw`(?:opcode=|cdb\[0\]=)0x[\da-f]{1,2}(?:, sa=0x[\da-f]{1,4})?(?: \([a-z]{1,10}\))?:?`;
/** After "CDB:" or "command:"; or, where that ends the line above, at the beginning of a line. */
const COMMAND = `(?:(?:${NAME}|${CODE}):? ?)?${BYTES}`;
const AFTER_WORD = new RegExp(`(?:CDB|ommand): {0,20}${COMMAND}`);
const ALONE = new RegExp(
  `(?<![\\w(])(?:(?:CDB|command): {0,20}${COMMAND}|(?:${NAME}:|${CODE}) ?${BYTES})`,
);
/** Other systems' and old releases' commands, which name their disk themselves. */
const NAMED = /\([a-z]+\d+:[a-z]|ERROR on channel|[AN]CB: /;
/** Nothing of the command stands in the line: it stands in the next. */
export const CDB_TO_COME = /(?:CDB|ommand): {0,20}(?![\w[ ])/;

const OPCODES = new Map([
  ['read(6)', 0x08],
  ['write(6)', 0x0a],
  ['read(10)', 0x28],
  ['write(10)', 0x2a],
  ['verify(10)', 0x2f],
  ['verify', 0x2f],
  ['writeandverify(10)', 0x2e],
  ['read(12)', 0xa8],
  ['write(12)', 0xaa],
  ['read(16)', 0x88],
  ['write(16)', 0x8a],
  ['verify(16)', 0x8f],
]);

/** `isNext`: the words stand in the line after one that ended with "CDB:". null: no command. */
export function printedCdb(words: string, isNext = false): number[] | null {
  if (isNext && NAMED.test(words)) return null;
  const [, ...found] = (isNext ? ALONE : AFTER_WORD).exec(words) ?? [];
  const [name, bytes] = found[1] === undefined ? found.slice(2) : found;
  if (bytes === undefined) return null;
  const cdb = hexBytes(bytes);
  const opcode = OPCODES.get((name ?? '').replaceAll(' ', '').toLowerCase());
  if (opcode === undefined || cdb[0] === opcode) return cdb;
  return cdb.length === cdbLength(opcode)! - 1 ? [opcode, ...cdb] : cdb;
}
