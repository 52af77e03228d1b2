// Maps of 20 blocks, with findings that need not agree with their bytes.

import { type MapContents, type MapFindings, NO_FINDINGS } from '../../../src/map-file/contents.ts';
import type { SlowBlock } from '../../../src/vocabulary/defects.ts';
import { aHeader, aState } from './fixtures.ts';

export const BLOCKS = 20;

export const UNC = 247;

export const IO = 242;

export const TIME = 243;

export const GOOD = 100;

/** Blocks of 8 sectors; bytes not given are good. */
export function contentsOf(
  bytes: Record<number, number>,
  findings: Partial<MapFindings>,
  change: Partial<Parameters<typeof aHeader>[1]> = {},
  blocks = BLOCKS,
): MapContents {
  const map = new Uint8Array(new SharedArrayBuffer(blocks)).fill(GOOD);
  for (const [block, byte] of Object.entries(bytes)) map[Number(block)] = byte;
  return {
    header: aHeader(BLOCKS, change),
    state: aState(),
    findings: { ...NO_FINDINGS, ...findings },
    map,
    closed: false,
    notes: [],
  };
}

export const value = { error: 'UNC', errno: 'EIO', exact: true, reads: 1 } as const;

export const bad = (from: number, to: number) => ({ from, to, value });

export const slow = (from: number, change: Partial<SlowBlock> = {}): SlowBlock => ({
  from,
  to: from + 8,
  latencyNs: 7e8,
  late: false,
  againNs: null,
  rereadDone: false,
  ...change,
});
