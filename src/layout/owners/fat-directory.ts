// The entries of a FAT directory: Microsoft's "FAT: General Overview of On-Disk Format" 1.03, and the long
// names of its "Long Filename Specification".

import type { DirectoryEntry } from './cluster-walk.ts';

const ENTRY_BYTES = 32;
const DELETED = 0xe5;
const LONG_NAME = 0x0f;
const VOLUME_LABEL = 0x08;
const DIRECTORY = 0x10;
const LAST_LONG = 0x40;

interface LongName {
  readonly checksum: number;
  /** Of the part that comes next; 0: it is whole. */
  readonly left: number;
  readonly text: string;
}

/** null: a sector that cannot be read, and that may have held the beginning of the next name. */
export function parseFatDirectory(
  sectors: readonly (Buffer | null)[],
  is32: boolean,
): DirectoryEntry[] {
  const entries: DirectoryEntry[] = [];
  let long: LongName | null = null;
  let isLost = false;
  for (const sector of sectors) {
    if (sector === null) {
      long = null;
      isLost = true;
      continue;
    }
    for (let at = 0; at + ENTRY_BYTES <= sector.length; at += ENTRY_BYTES) {
      const entry = sector.subarray(at, at + ENTRY_BYTES);
      if (entry[0] === 0) return entries;
      if (entry[0] === DELETED) {
        long = null;
        isLost = false;
        continue;
      }
      if ((entry[11]! & 0x3f) === LONG_NAME) {
        const next = longPart(entry, long);
        isLost ||= next === null;
        if (next !== null && (entry[0]! & LAST_LONG) !== 0) isLost = false;
        long = next;
        continue;
      }
      const isWhole = long !== null && long.left === 0 && long.checksum === shortSum(entry);
      const isPart = isLost && !isWhole;
      const name = isWhole ? Buffer.from(long!.text, 'utf8') : isPart ? null : shortName(entry);
      long = null;
      isLost = false;
      if ((entry[11]! & VOLUME_LABEL) !== 0 || entry[0] === 0x2e) continue;
      entries.push({
        name,
        isDirectory: (entry[11]! & DIRECTORY) !== 0,
        firstCluster: entry.readUInt16LE(26) + (is32 ? entry.readUInt16LE(20) * 65536 : 0),
        bytes: entry.readUInt32LE(28),
        isContiguous: false,
      });
    }
  }
  return entries;
}

/** Names are written backwards, 13 characters an entry; null: it does not go on what was before it. */
function longPart(entry: Buffer, before: LongName | null): LongName | null {
  const order = entry[0]! & 0x3f;
  const isFirst = (entry[0]! & LAST_LONG) !== 0;
  const checksum = entry[13]!;
  if (!isFirst && (before === null || before.left !== order || before.checksum !== checksum)) {
    return null;
  }
  const parts = [entry.subarray(1, 11), entry.subarray(14, 26), entry.subarray(28, 32)];
  const text = Buffer.concat(parts).toString('utf16le').replace(/\0.*$/s, '');
  return { checksum, left: order - 1, text: text + (isFirst ? '' : before!.text) };
}

function shortSum(entry: Buffer): number {
  let sum = 0;
  for (let at = 0; at < 11; at++) sum = (((sum & 1) << 7) + (sum >> 1) + entry[at]!) & 0xff;
  return sum;
}

/** In the system's code page, of which ASCII is sure. Windows NT keeps in byte 12 which part was written
 * in small letters. */
function shortName(entry: Buffer): Buffer {
  const raw = Buffer.from(entry.subarray(0, 11));
  if (raw[0] === 0x05) raw[0] = DELETED; // KANJI's lead byte
  const part = (from: number, to: number, isSmall: boolean) => {
    const text = raw.toString('latin1', from, to).replace(/ +$/, '');
    return isSmall ? text.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) : text;
  };
  const base = part(0, 8, (entry[12]! & 0x08) !== 0);
  const extension = part(8, 11, (entry[12]! & 0x10) !== 0);
  return Buffer.from(extension === '' ? base : `${base}.${extension}`, 'latin1');
}
