// SCSI sense keys (SPC-5, table 48) by number and as FreeBSD and Linux print them.

import type { Trouble, TroubleKind } from './accusation.ts';

interface SenseKey {
  readonly key: number;
  readonly name: string;
  /** null: says nothing of a sector (not ready, a reset, write protection). */
  readonly kind: TroubleKind | null;
}

const SENSE_KEYS: readonly SenseKey[] = [
  { key: 0x0, name: 'NO SENSE', kind: 'other' },
  { key: 0x1, name: 'RECOVERED ERROR', kind: 'corrected' },
  { key: 0x2, name: 'NOT READY', kind: null },
  { key: 0x3, name: 'MEDIUM ERROR', kind: 'medium' },
  { key: 0x4, name: 'HARDWARE ERROR', kind: 'other' },
  { key: 0x5, name: 'ILLEGAL REQUEST', kind: null },
  { key: 0x6, name: 'UNIT ATTENTION', kind: null },
  { key: 0x7, name: 'DATA PROTECT', kind: null },
  { key: 0x8, name: 'BLANK CHECK', kind: 'other' },
  { key: 0xa, name: 'COPY ABORTED', kind: 'other' },
  { key: 0xb, name: 'ABORTED COMMAND', kind: 'aborted' },
  { key: 0xd, name: 'VOLUME OVERFLOW', kind: 'other' },
  { key: 0xe, name: 'MISCOMPARE', kind: 'other' },
];

/** ILLEGAL REQUEST with this ASC is the one that concerns a sector: LBA out of range. */
const ASC_OUT_OF_RANGE = 0x21;

const byName = new Map(SENSE_KEYS.map((entry) => [entry.name, entry]));
const byKey = new Map(SENSE_KEYS.map((entry) => [entry.key, entry]));

/**
 * `key`: "MEDIUM ERROR", "Medium Error", or its number. `null`: the command failed for a reason that
 * accuses no sector. A key of the future or the vendor accuses.
 */
export function senseTrouble(
  key: string | number,
  asc: number | null,
  words: string,
): Trouble | null {
  const entry = typeof key === 'number' ? byKey.get(key) : byName.get(key.trim().toUpperCase());
  if (entry?.name === 'ILLEGAL REQUEST' && asc === ASC_OUT_OF_RANGE) {
    return { kind: 'not-found', words };
  }
  const kind = entry === undefined ? 'other' : entry.kind;
  return kind === null ? null : { kind, words };
}
