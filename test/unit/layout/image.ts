// Image files that real tools write, in a directory of their own.

import {
  closeSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Extent, ReadSectors } from '../../../src/layout/sectors.ts';
import { run, tryRun } from '../../rig/system.ts';

export const MIB = 1024 * 1024;

/** Null, or which of `tools` is missing, and in which Debian package it is. */
export function lacking(tools: Record<string, string>): string | null {
  const missing = Object.entries(tools).filter(([tool]) => !tryRun('which', [tool]));
  if (missing.length === 0) return null;
  return missing.map(([tool, debian]) => `${tool} is not there (package ${debian})`).join('; ');
}

export function scratch(): { dir: string; remove(): void } {
  const dir = mkdtempSync(join(tmpdir(), 'surfscan-layout-'));
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

export function emptyImage(path: string, bytes: number): string {
  const file = openSync(path, 'w');
  ftruncateSync(file, bytes);
  closeSync(file);
  return path;
}

/** Copies a whole image into another at a byte offset, leaving holes as they are. */
export function insert(from: string, into: string, offset: number): void {
  const options = [`seek=${offset}`, 'oflag=seek_bytes', 'conv=notrunc,sparse', 'bs=64K'];
  run('dd', [`if=${from}`, `of=${into}`, ...options, 'status=none']);
}

export function overwrite(path: string, bytes: Buffer, offset: number): void {
  const file = openSync(path, 'r+');
  writeSync(file, bytes, 0, bytes.length, offset);
  closeSync(file);
}

/** Reads an image in memory. */
export function imageReader(path: string, logicalBytes = 512): Extent & { read: ReadSectors } {
  const bytes = readFileSync(path);
  const sectors = Math.floor(bytes.length / logicalBytes);
  const read: ReadSectors = async (from, count) =>
    bytes.subarray(from * logicalBytes, (from + count) * logicalBytes);
  return { sectors, logicalBytes, read };
}
