// What one command's lines said of it, and what that comes to.

import type { Trouble } from './accusation.ts';
import type { LogLine } from './family.ts';
import { hexNumber } from './numbers.ts';
import { senseTrouble } from './sense.ts';
import { SENSE_ROWS, senseData, senseRow } from './sense-bytes.ts';

const SENSE_KEY = /Sense Key : (0x[\da-f]{1,2}|[A-Z][A-Za-z]*(?: [A-Z][A-Za-z]*)*)/;
const ADDITIONAL = /Add\. Sense: ([^\ufffd]{1,80})/;
const ASC = /ASC=(?:0x)?([\da-f]{1,2}) ASCQ=/;
/** Up to 3.x on a line of its own: scsi_decode_sense_extras. */
const INFO = /Info fld=0x([\da-f]{1,16})(?![\w[\ufffd]|[.:<+%/-]\w)/;

/** include/scsi/scsi_status.h; without CONFIG_SCSI_CONSTANTS the number is printed. */
const HOST_BYTES = [
  ...['DID_OK', 'DID_NO_CONNECT', 'DID_BUS_BUSY', 'DID_TIME_OUT', 'DID_BAD_TARGET', 'DID_ABORT'],
  ...['DID_PARITY', 'DID_ERROR', 'DID_RESET', 'DID_BAD_INTR'],
];

export interface ScsiGroup {
  readonly device: string;
  /** The command's. */
  line: number;
  text: string;
  command: number[] | null;
  toldLba: number | null;
  key: string | number | null;
  asc: number | null;
  additional: string | null;
  host: string | null;
  /** A dump of its sense data, as far as it has come; null: none has begun. */
  dump: number[] | null;
}

export function newGroup(device: string, { number, text }: LogLine): ScsiGroup {
  const nothing = { command: null, toldLba: null, key: null, asc: null, additional: null };
  return { device, line: number, text, ...nothing, host: null, dump: null };
}

export function readSense(group: ScsiGroup, words: string): void {
  const key = SENSE_KEY.exec(words)?.[1];
  const additional = ADDITIONAL.exec(words)?.[1];
  const asc = ASC.exec(words)?.[1];
  const info = INFO.exec(words)?.[1];
  if (key !== undefined) group.key = key.startsWith('0x') ? Number(key) : key;
  if (additional !== undefined) group.additional = additional.trim();
  if (asc !== undefined) group.asc = Number.parseInt(asc, 16);
  // Zero is what disks give that know no sector.
  if (info !== undefined) group.toldLba = hexNumber(info) || null;
}

export function readDump(group: ScsiGroup): void {
  const sense = group.dump === null ? null : senseData(group.dump);
  if (sense === null) return;
  group.key ??= sense.key;
  group.asc ??= sense.asc;
  group.toldLba ??= sense.information || null;
}

/** A row of the dump that has begun. */
export function addRow({ dump }: ScsiGroup, words: string): boolean {
  const row = dump === null ? null : senseRow(words);
  if (row === null || dump!.length >= 16 * SENSE_ROWS) return false;
  dump!.push(...row);
  return true;
}

/** "DID_ERROR", or "0x07". */
export function hostName(host: string): string {
  if (!host.startsWith('0x')) return host;
  return HOST_BYTES[Number(host)] ?? `host byte ${Number(host)}`;
}

export function troubleOf({ key, asc, additional, host }: ScsiGroup): Trouble | null | 'innocent' {
  if (host === 'DID_TIME_OUT') return { kind: 'timeout', words: host };
  if (host === 'DID_NO_CONNECT' || host === 'DID_BAD_TARGET') return { kind: 'gone', words: host };
  // The host's word counts before the disk's: without an answer there is no sense data.
  if (host !== null && host !== 'DID_OK') return { kind: 'other', words: host };
  if (key === null) return null;
  const isBehindEnd = additional?.startsWith('Logical block address out of range') === true;
  const words = additional ?? (typeof key === 'number' ? `sense key ${key}` : key);
  return senseTrouble(key, isBehindEnd ? 0x21 : asc, words) ?? 'innocent';
}

/** Whether the words have anything of sense data. */
export function isSense(words: string): boolean {
  return [SENSE_KEY, ADDITIONAL, ASC, INFO].some((pattern) => pattern.test(words));
}
