// Partition tables made by hand: UEFI 2.10 5.3, the MBR, FreeBSD's sys/disk/bsd.h.

import { crc32 } from 'node:zlib';
import type { MemoryDisk } from './memory-disk.ts';

export interface GptEntry {
  type: string;
  from: number;
  to: number;
  name?: string;
}

export const GUIDS = {
  linux: '0fc63daf-8483-4772-8e79-3d69d8477de4',
  efi: 'c12a7328-f81f-11d2-ba4b-00a0c93ec93b',
  freebsdZfs: '516e7cba-6ecf-11d6-8ff8-00022d09712b',
} as const;

export interface GptOptions {
  entryBytes?: number;
  entryCount?: number;
  only?: 'primary' | 'backup';
}

export function putGpt(disk: MemoryDisk, entries: readonly GptEntry[], options: GptOptions = {}) {
  const { entryBytes = 128, entryCount = 128, only } = options;
  const table = Buffer.alloc(entryCount * entryBytes);
  entries.forEach((entry, index) => {
    gptEntry(entry, entryBytes).copy(table, index * entryBytes);
  });
  const sectors = Math.ceil(table.length / disk.logicalBytes);
  const last = disk.sectors - 1;
  putMbr(disk, [{ type: 0xee, from: 1, sectors: Math.min(last, 0xffffffff) }]);
  const header = (lba: number, otherLba: number, entriesLba: number) => {
    disk.put(entriesLba, table);
    const bytes = Buffer.alloc(92);
    bytes.write('EFI PART', 'latin1');
    bytes.writeUInt32LE(0x10000, 8);
    bytes.writeUInt32LE(92, 12);
    const lbas = [lba, otherLba, 2 + sectors, last - sectors - 1];
    lbas.forEach((value, index) => {
      bytes.writeBigUInt64LE(BigInt(value), 24 + index * 8);
    });
    bytes.writeBigUInt64LE(BigInt(entriesLba), 72);
    bytes.writeUInt32LE(entryCount, 80);
    bytes.writeUInt32LE(entryBytes, 84);
    bytes.writeUInt32LE(crc32(table), 88);
    disk.put(lba, bytes);
    signGpt(disk.sector(lba));
  };
  if (only !== 'backup') header(1, last, 2);
  if (only !== 'primary') header(last, 1, last - sectors);
}

/** Makes a header's checksum right again. */
export function signGpt(sector: Buffer): void {
  const headerBytes = Math.min(sector.readUInt32LE(12), sector.length);
  sector.writeUInt32LE(0, 16);
  sector.writeUInt32LE(crc32(sector.subarray(0, headerBytes)), 16);
}

function gptEntry({ type, from, to, name = '' }: GptEntry, entryBytes: number): Buffer {
  const bytes = Buffer.alloc(entryBytes);
  const hex = type.replaceAll('-', '');
  const turned = (begin: number, end: number) =>
    Buffer.from(hex.slice(begin, end), 'hex').reverse();
  Buffer.concat([
    turned(0, 8),
    turned(8, 12),
    turned(12, 16),
    Buffer.from(hex.slice(16), 'hex'),
  ]).copy(bytes);
  bytes.fill(0xab, 16, 32);
  bytes.writeBigUInt64LE(BigInt(from), 32);
  bytes.writeBigUInt64LE(BigInt(to), 40);
  bytes.write(name, 56, 72, 'utf16le');
  return bytes;
}

export interface MbrSlot {
  type: number;
  from: number;
  sectors: number;
}

/** At LBA 0, or an extended record at `lba`: the numbers are written as they are given. */
export function putMbr(disk: MemoryDisk, slots: readonly (MbrSlot | null)[], lba = 0): void {
  const sector = disk.sector(lba);
  slots.forEach((slot, index) => {
    if (slot === null) return;
    const at = 446 + index * 16;
    sector[at + 4] = slot.type;
    sector.writeUInt32LE(slot.from, at + 8);
    sector.writeUInt32LE(slot.sectors, at + 12);
  });
  sector.writeUInt16LE(0xaa55, 510);
}

export interface BsdEntry {
  sectors: number;
  offset: number;
  type: number;
}

/** `entries` by letter; `c` with its offset tells what all offsets count from. */
export function putBsdLabel(disk: MemoryDisk, sliceLba: number, entries: Record<string, BsdEntry>) {
  const label = Buffer.alloc(148 + 8 * 16);
  label.writeUInt32LE(0x82564557, 0);
  label.writeUInt32LE(disk.logicalBytes, 40);
  label.writeUInt32LE(63, 44);
  label.writeUInt32LE(255, 48);
  label.writeUInt32LE(0x82564557, 132);
  label.writeUInt16LE(8, 138);
  for (const [letter, { sectors, offset, type }] of Object.entries(entries)) {
    const at = 148 + (letter.charCodeAt(0) - 97) * 16;
    label.writeUInt32LE(sectors, at);
    label.writeUInt32LE(offset, at + 4);
    label[at + 12] = type;
  }
  let sum = 0;
  for (let at = 0; at < label.length; at += 2) sum ^= label.readUInt16LE(at);
  label.writeUInt16LE(sum, 136);
  disk.put(sliceLba + 1, label);
}
