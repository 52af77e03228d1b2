// Eight kinds of fault of a disk in user space, and what a report must say of them.

import type { ExtentShape } from '../e2e/report-shape.ts';
import type { SatCommand, SatFault } from './sat-disk.ts';

export const SECTORS = 16_384;
export const BLOCK = 256;

/** What each kind is to be called, the registers' words, and whether a sector that they name is believed. */
const KINDS = {
  unc: ['UNC', '51/40', true],
  idnf: ['IDNF', '51/10', true],
  abrt: ['ABRT', '51/04', false],
  amnf: ['AMNF', '51/01', true],
  t0nf: ['T0NF', '51/02', false],
  bbk: ['BBK', '51/80', true],
  icrc: ['BBK', '51/84', false],
  df: ['IO', '70/00', false],
} as const;

const KIND_NAMES = Object.keys(KINDS) as (keyof typeof KINDS)[];

/** A run of one to eight sectors of each kind, each in a block of its own. */
export const FAULTS: readonly SatFault[] = KIND_NAMES.map((kind, i) => ({
  lba: (2 + 5 * i) * BLOCK + 17 * i,
  count: 1 + i,
  kind,
}));

type Words = readonly [error: string, drive: string, isNamed: boolean];

function found({ lba, count, named }: SatFault, [error, drive, isNamed]: Words): ExtentShape {
  const extent = {
    from: lba,
    to: lba + count - 1,
    error,
    errno: null,
    exact: true,
    reads: 1,
    drive,
  };
  return isNamed && named === undefined ? { ...extent, named: true } : extent;
}

export const foundByRegisters = (fault: SatFault) => found(fault, KINDS[fault.kind]);

/** The same in the words of a translator, which calls two kinds by other names: SAT-4 table 135. */
const SENSE = {
  unc: ['UNC', '3/11/04', true],
  idnf: ['IDNF', '5/21/00', true],
  abrt: ['ABRT', 'b/00/00', false],
  amnf: ['AMNF', '3/13/00', true],
  t0nf: ['IO', '4/00/00', false],
  bbk: ['UNC', '3/11/04', true],
  icrc: ['BBK', 'b/47/00', false],
  df: ['IO', '4/44/00', false],
} as const;

export const foundBySense = (fault: SatFault) => found(fault, SENSE[fault.kind]);

export const isPassThrough = ({ cdb }: SatCommand) => cdb[0] === 0x85;

/** Of ATA PASS-THROUGH, or of a command of 16 bytes. */
export function lbaOf(command: SatCommand): number {
  const { cdb } = command;
  const order = isPassThrough(command) ? [11, 9, 7, 12, 10, 8] : [2, 3, 4, 5, 6, 7, 8, 9];
  return order.reduce((lba, at) => lba * 256 + cdb[at]!, 0);
}

export function sectorsOf(command: SatCommand): number {
  const { cdb } = command;
  const order = isPassThrough(command) ? [5, 6] : [10, 11, 12, 13];
  return order.reduce((sectors, at) => sectors * 256 + cdb[at]!, 0);
}

/** In a block without faults. */
export const CORRECTED = 50 * BLOCK + 100;

export function isCorrected(command: SatCommand): boolean {
  const first = lbaOf(command);
  return first <= CORRECTED && CORRECTED < first + sectorsOf(command);
}
