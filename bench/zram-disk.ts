// An empty zram disk: its reads are a memset in the reader's own thread, so it is the fastest block
// device there is and shows what a scanner itself costs. Sectors of 4096 bytes.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { freemem } from 'node:os';
import { tryRun } from '../test/rig/system.ts';

const CONTROL = '/sys/class/zram-control';
// Its table has 16 bytes for each page of 4096 (struct zram_table_entry, drivers/block/zram).
const BYTES_PER_TABLE_BYTE = 4096 / 16;

export interface ZramDisk {
  path: string;
  remove(): void;
}

/** Null, or the reason why not. */
export function canMakeZram(): string | null {
  if (process.getuid?.() !== 0) return 'a zram disk needs root';
  if (!existsSync(CONTROL)) tryRun('modprobe', ['zram']);
  return existsSync(CONTROL) ? null : 'this kernel has no zram';
}

/** In bytes: its table takes at most a quarter of the memory that is free. */
export function largestZramBytes(): number {
  return (freemem() / 4) * BYTES_PER_TABLE_BYTE;
}

export function makeZram(bytes: number): ZramDisk {
  const number = readFileSync(`${CONTROL}/hot_add`, 'utf8').trim();
  let there = true;
  const remove = (): void => {
    if (!there) return;
    there = false;
    process.off('exit', remove);
    writeFileSync(`/sys/block/zram${number}/reset`, '1');
    writeFileSync(`${CONTROL}/hot_remove`, number);
  };
  process.on('exit', remove);
  writeFileSync(`/sys/block/zram${number}/disksize`, String(Math.ceil(bytes / 2 ** 20) * 2 ** 20));
  return { path: `/dev/zram${number}`, remove };
}
