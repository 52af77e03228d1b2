// What reports are made of: a scan's map and what was found beside it, as they were kept.

import type { ScanResult } from '../engine/result.ts';
import type { KnownPartition } from '../vocabulary/device.ts';
import type { Grid } from '../vocabulary/grid.ts';

export interface StoredScan {
  readonly grid: Grid;
  /** A byte a block of `grid`: native/core/latency_scale.h. */
  readonly map: Uint8Array;
  readonly result: ScanResult;
  readonly partitions: readonly KnownPartition[];
}
