// What a drive's status says, in the names that the standards give to its bits and codes.

import type { DriveStatus } from './drive-status.ts';

export interface Register {
  readonly name: string;
  readonly isSet: boolean;
}

/** ATA8-ACS 6.3 and 6.2, with the names of older standards for bits that drives still set. */
const STATUS_BITS = [
  ['BUSY', 0x80],
  ['DRDY', 0x40],
  ['WRFT', 0x20],
  ['DREQ', 0x08],
  ['ERR', 0x01],
] as const;
const ERROR_BITS = [
  ['AMNF', 0x01],
  ['T0NF', 0x02],
  ['ABRT', 0x04],
  ['IDNF', 0x10],
  ['UNC', 0x40],
  ['BBK', 0x80],
] as const;

/** Of ATA's status and error, each bit; null: it was another drive's answer. */
export function registersOf(drive: DriveStatus): readonly Register[] | null {
  const [, status, error] = /^([0-9a-f]{2})\/([0-9a-f]{2})$/.exec(drive) ?? [];
  if (status === undefined || error === undefined) return null;
  const of = (bits: typeof STATUS_BITS | typeof ERROR_BITS, byte: number): Register[] =>
    bits.map(([name, bit]) => ({ name, isSet: (byte & bit) !== 0 }));
  const [states, errors] = [Number.parseInt(status, 16), Number.parseInt(error, 16)];
  return [...of(STATUS_BITS, states), ...of(ERROR_BITS, errors)];
}

/** SPC-5 table 49. */
const SENSE_KEYS = [
  ...['no sense', 'recovered error', 'not ready', 'medium error', 'hardware error'],
  ...['illegal request', 'unit attention', 'data protect', 'blank check', 'vendor specific'],
  ...['copy aborted', 'aborted command', 'reserved', 'volume overflow', 'miscompare', 'completed'],
];

/** SPC-5 annex F.2: those of failing reads, by code, where the qualifier says more by both. */
const SENSE_CODES: Readonly<Record<string, string>> = {
  '04': 'not ready',
  '0b': 'warning',
  '10': 'ID CRC or ECC error',
  '11': 'unrecovered read error',
  '11/01': 'read retries exhausted',
  '11/04': 'unrecovered read error, auto reallocate failed',
  '11/14': 'marked bad by the host',
  '12': 'address mark not found for ID field',
  '13': 'address mark not found for data field',
  '14': 'recorded entity not found',
  '15': 'positioning error',
  '16': 'data synchronization mark error',
  '17': 'read with retries',
  '18': 'read with error correction',
  '21': 'LBA out of range',
  '29': 'reset occurred',
  '31': 'medium format corrupted',
  '32': 'no spare left',
  '3a': 'no medium',
  '44': 'internal target failure',
  '47': 'CRC error on the cable',
  '5d': 'failure prediction threshold exceeded',
};

/** NVM Express Base Specification 2.0, figures 101 to 105. */
const NVME_CODES: Readonly<Record<string, string>> = {
  '0/04': 'data transfer error',
  '0/06': 'internal error',
  '0/07': 'command abort requested',
  '0/80': 'LBA out of range',
  '0/82': 'namespace not ready',
  '2/81': 'unrecovered read error',
  '2/82': 'guard check error',
  '2/83': 'application tag check error',
  '2/84': 'reference tag check error',
  '2/86': 'access denied',
  '2/87': 'deallocated or unwritten block',
};
const NVME_TYPES = ['generic', 'command specific', 'media and data integrity', 'path'];

/** "medium error, unrecovered read error", "media and data integrity, unrecovered read error"; '': of ATA, whose
 * bits say it. */
export function statusWords(drive: DriveStatus): string {
  const [, type, code] = /^nvme (\d)\/(..)$/.exec(drive) ?? [];
  if (type !== undefined) {
    const kind = NVME_TYPES[Number(type)] ?? 'vendor specific';
    return joined(kind, NVME_CODES[`${type}/${code}`]);
  }
  const [, key, asc, ascq] = /^([0-9a-f])\/(..)\/(..)$/.exec(drive) ?? [];
  if (key === undefined) return '';
  const words = SENSE_CODES[`${asc}/${ascq}`] ?? SENSE_CODES[asc!];
  return joined(SENSE_KEYS[Number.parseInt(key, 16)]!, words);
}

function joined(kind: string, words: string | undefined): string {
  return words === undefined ? kind : `${kind}, ${words}`;
}
