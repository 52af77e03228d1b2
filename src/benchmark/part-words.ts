// Parts of a benchmark and their figures in words, the same on the screen, in lines and in reports.

import { formatCount } from '../vocabulary/units.ts';
import type { PartNow } from './bench-view.ts';

/** "4 KiB", "1 MiB", "512 B". */
export function blockWords(bytes: number): string {
  if (bytes % 2 ** 20 === 0) return `${bytes / 2 ** 20} MiB`;
  return bytes % 1024 === 0 ? `${bytes / 1024} KiB` : `${bytes} B`;
}

/** "4 KiB", "4 KiB x 32": 32 in flight. */
export function readWords({
  blockBytes,
  depth,
}: {
  readonly blockBytes: number;
  readonly depth: number;
}): string {
  return depth === 1 ? blockWords(blockBytes) : `${blockWords(blockBytes)} x ${depth}`;
}

export function partWords(part: PartNow): string {
  switch (part.kind) {
    case 'sequential':
      return `sequential reads of ${readWords(part)}`;
    case 'random':
      return `random reads of ${readWords(part)}`;
    case 'adjacent':
      return 'access time, adjacent';
    case 'fullStroke':
      return 'access time, full stroke';
    case 'burst':
      return 'burst rate';
  }
}

/** Three digits: "82.6", "13,136". */
export function iopsWords(iops: number): string {
  if (iops >= 99.95) return formatCount(iops);
  return iops.toFixed(iops < 9.995 ? 2 : 1);
}

/** Three digits: "75.5 µs", "12.1 ms", "1.20 s". */
export function timeWords(us: number): string {
  const units = ['ns', 'µs', 'ms', 's'];
  let value = us * 1000;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : value < 9.995 ? 2 : 1;
  return `${value.toFixed(digits)} ${units[unit]}`;
}

/** "±1.8 %": a standard error, given as a share; empty where there was a single reading. */
export function errorWords(standardError: number): string {
  if (standardError >= 1) return '';
  const percent = standardError * 100;
  return `±${percent.toFixed(percent < 9.95 ? 1 : 0)} %`;
}
