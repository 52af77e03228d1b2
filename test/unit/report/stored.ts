// Small scans by hand, for reports.

import { Grid, type KnownPartition, type StoredScan } from '../../../src/index.ts';
import type { BadValue } from '../../../src/vocabulary/defects.ts';
import type { Extent } from '../../../src/vocabulary/extents.ts';
import { aResult } from './a-result.ts';

export interface StoredShape {
  /** Sectors of the disk. */
  sectors: number;
  logicalBytes?: number;
  /** [from, to): the whole disk. */
  range?: [number, number];
  blockSectors: number;
  bytes: readonly number[];
  bad?: readonly Readonly<Extent<BadValue>>[];
  partitions?: readonly KnownPartition[];
}

export function stored(shape: StoredShape): StoredScan {
  const { sectors, logicalBytes = 512, blockSectors, bytes, bad = [], partitions = [] } = shape;
  const [from, to] = shape.range ?? [0, sectors];
  const grid = new Grid(from, to, blockSectors);
  if (grid.blocks !== bytes.length) throw new Error(`${grid.blocks} blocks, ${bytes.length} bytes`);
  const { device } = aResult();
  const result = aResult({
    device: { ...device, sectors, logicalBytes },
    range: { firstLba: from, lastLba: to - 1 },
    coverage: coverageOf(grid, bytes, bad),
    bad,
  });
  return { grid, map: Uint8Array.from(bytes), result, partitions };
}

/** LBAs [from, to). */
export function exact(from: number, to: number): Extent<BadValue> {
  return { from, to, value: { error: 'UNC', errno: 'ENODATA', exact: true, reads: 1 } };
}

/** A failed block that was not narrowed. */
export function failed(from: number, to: number): Extent<BadValue> {
  return { from, to, value: { error: 'UNC', errno: 'ENODATA', exact: false, reads: 0 } };
}

function coverageOf(grid: Grid, bytes: readonly number[], bad: StoredShape['bad']) {
  const total = grid.toLba - grid.fromLba;
  const sum = (list: readonly number[]) => list.reduce((a, b) => a + b, 0);
  const unread = sum(bytes.map((byte, block) => (byte === 0 ? grid.sectorsOf(block) : 0)));
  const badSectors = sum((bad ?? []).map(({ from, to }) => to - from));
  return { total, good: total - unread - badSectors, bad: badSectors, unread };
}
