// ATA commands that move sectors (ACS-4, clause 7), and what their registers hold.

import type { Operation, Trouble } from './accusation.ts';
import { bigEndian } from './numbers.ts';
import type { Request } from './request.ts';

/** Where LBA and count are: 28-bit; 48-bit; queued, with the count in FEATURE (7.22, 7.25). */
type Layout = '28' | '48' | '28-queued' | '48-queued';

const COMMANDS = new Map<number, readonly [Operation, Layout]>([
  [0x20, ['read', '28']], // READ SECTOR(S)
  [0x21, ['read', '28']],
  [0x24, ['read', '48']],
  [0x25, ['read', '48']], // READ DMA EXT
  [0x26, ['read', '48-queued']],
  [0x29, ['read', '48']],
  [0x2a, ['read', '48']], // READ STREAM DMA EXT
  [0x2b, ['read', '48']],
  [0x30, ['write', '28']],
  [0x31, ['write', '28']],
  [0x34, ['write', '48']],
  [0x35, ['write', '48']], // WRITE DMA EXT
  [0x36, ['write', '48-queued']],
  [0x39, ['write', '48']],
  [0x3a, ['write', '48']],
  [0x3b, ['write', '48']],
  [0x3d, ['write', '48']], // WRITE DMA FUA EXT
  [0x3e, ['write', '48-queued']],
  [0x40, ['verify', '28']],
  [0x41, ['verify', '28']],
  [0x42, ['verify', '48']],
  [0x45, ['write', '48']], // WRITE UNCORRECTABLE EXT
  [0x60, ['read', '48-queued']], // READ FPDMA QUEUED
  [0x61, ['write', '48-queued']],
  [0xc4, ['read', '28']],
  [0xc5, ['write', '28']],
  [0xc7, ['read', '28-queued']],
  [0xc8, ['read', '28']], // READ DMA
  [0xc9, ['read', '28']],
  [0xca, ['write', '28']], // WRITE DMA
  [0xcb, ['write', '28']],
  [0xcc, ['write', '28-queued']],
  [0xcd, ['write', '28']],
  [0xce, ['write', '48']],
]);

export interface AtaRequest extends Request {
  readonly is28Bit: boolean;
}

/** The task file, high bytes apart: "expanded" in FreeBSD's words, "hob" in Linux's. */
export interface TaskFile {
  /** Command, or status. */
  readonly command: number;
  /** Features, or error. */
  readonly feature: number;
  readonly featureHigh: number;
  readonly count: number;
  readonly countHigh: number;
  /** Low, mid, high, and the same again expanded. */
  readonly lba: readonly [number, number, number, number, number, number];
  readonly device: number;
}

/** null: it moves no sectors, or is addressed by cylinder and head. */
export function ataRequest(file: TaskFile): AtaRequest | null {
  const command = COMMANDS.get(file.command);
  if (command === undefined) return null;
  const [operation, layout] = command;
  const queued = layout.endsWith('queued');
  const is28Bit = layout.startsWith('28');
  // Bit 6 of DEVICE says that the address is an LBA; 48-bit commands know no other.
  if (is28Bit && (file.device & 0x40) === 0) return null;
  const low = queued ? file.feature : file.count;
  const high = queued ? file.featureHigh : file.countHigh;
  const from = ataLba(file, is28Bit);
  // A count of zero is the largest (ACS-4, 7.20.3 and 7.21.3).
  const length = is28Bit ? low || 256 : high * 256 + low || 65536;
  return { from, length, operation, is28Bit };
}

export function ataLba(file: TaskFile, is28Bit: boolean): number {
  const [low, mid, high, low2, mid2, high2] = file.lba;
  const upper = is28Bit ? [file.device & 0x0f] : [high2, mid2, low2];
  return bigEndian([...upper, high, mid, low])!;
}

const STATUS_ERR = 0x01;
const ERROR_ICRC = 0x80;
const ERROR_UNC = 0x40;
const ERROR_IDNF = 0x10;
const ERROR_ABRT = 0x04;
const ERROR_AMNF = 0x01;

/** The sector a result names: only these errors have one (ACS-4, 6.3 and 9.2). */
export function toldLba(result: TaskFile, is28Bit: boolean): number | null {
  const named = ERROR_UNC | ERROR_IDNF | ERROR_AMNF;
  if ((result.command & STATUS_ERR) === 0 || (result.feature & named) === 0) return null;
  return ataLba(result, is28Bit);
}

/** What the error register means; null: none of the bits that concern a sector. */
export function ataTrouble(error: number): Trouble | null {
  if (error & ERROR_UNC) return { kind: 'medium', words: 'UNC' };
  if (error & ERROR_ICRC) return { kind: 'cable', words: 'ICRC' };
  if (error & ERROR_IDNF) return { kind: 'not-found', words: 'IDNF' };
  if (error & ERROR_AMNF) return { kind: 'not-found', words: 'AMNF' };
  if (error & ERROR_ABRT) return { kind: 'aborted', words: 'ABRT' };
  return null;
}

const ERROR_NAMES = new Map([
  ['ICRC', ERROR_ICRC],
  ['UNC', ERROR_UNC],
  ['IDNF', ERROR_IDNF],
  ['ABRT', ERROR_ABRT],
  ['AMNF', ERROR_AMNF],
]);

/** As ataTrouble, of the register in words: "ICRC ABRT", "ICRC, ABRT". */
export function ataTroubleInWords(words: string): Trouble | null {
  const bits = words.split(/[, ]+/).map((word) => ERROR_NAMES.get(word) ?? 0);
  return ataTrouble(bits.reduce((register, bit) => register | bit, 0));
}

export function resultTrouble(result: TaskFile): Trouble | null {
  return (result.command & STATUS_ERR) === 0 ? null : ataTrouble(result.feature);
}
