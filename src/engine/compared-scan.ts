// A scan as it is compared with another.

import type { LatencySummary } from '../reading/latency-summary.ts';
import type { Engine } from '../reading/read-engine.ts';
import type { Coverage } from '../vocabulary/coverage.ts';
import type { BadValue, SlowBlock } from '../vocabulary/defects.ts';
import type { Device } from '../vocabulary/device.ts';
import type { Extent } from '../vocabulary/extents.ts';
import type { Grid } from '../vocabulary/grid.ts';
import type { Method } from '../vocabulary/method.ts';
import type { LbaRange, LbaSpan } from '../vocabulary/ranges.ts';
import type { SmartAnswers } from '../vocabulary/smart.ts';
import { readRanges as blocksRead } from './unread.ts';
import type { ZoneChanges } from './zone-changes.ts';

export interface ComparedScan {
  readonly grid: Grid;
  readonly map: Uint8Array;
  readonly result: ComparedResult;
  /** All that were read again, upwards: results tell those alone that are slow by the rules. */
  readonly slow: readonly Readonly<SlowBlock>[];
}

/** A scan of which only a comparison with one other is kept: what a later one needs of it, beside that other's
 * own bytes and findings. */
export interface RememberedScan {
  readonly grid: Grid;
  readonly result: ComparedResult;
  /** Those that were slow twice. */
  readonly slow: readonly SlowTwice[];
  readonly read: readonly LbaRange[];
  /** The bytes of blocks that the other had slow twice, and it had not. */
  readonly steps: readonly Step[];
  readonly zones: ZoneChanges;
}

export type EarlierScan = ComparedScan | RememberedScan;

export interface SlowTwice extends LbaRange {
  readonly latencyNs: number;
  readonly againNs: number;
}

export interface Step extends LbaRange {
  readonly step: number;
}

export interface ComparedResult {
  readonly device: Device;
  readonly started: Date;
  /** null: it did not read all it should. */
  readonly finished: Date | null;
  readonly range: LbaSpan;
  readonly mode: {
    readonly blockSectors: number;
    readonly jobs: number;
    readonly depth: number;
    readonly engine: Engine;
    readonly method: Method;
  };
  readonly coverage: Coverage;
  readonly latencyUs: Pick<LatencySummary, 'p50' | 'p99' | 'p99_9'> | null;
  readonly bad: readonly Readonly<Extent<ComparedFailure>>[];
  readonly disturbed: readonly LbaRange[];
  readonly smart: SmartAnswers;
}

export type ComparedFailure = Pick<BadValue, 'error' | 'errno' | 'exact'>;

/** The earlier scan that a scan is compared with. */
export interface Baseline {
  /** null: it cannot be read, and nothing is judged by it. */
  readonly scan: EarlierScan | null;
  readonly notes: readonly string[];
}

/** What all that is compared of two scans needs. */
export interface Pair {
  readonly old: EarlierScan;
  readonly now: ComparedScan;
  /** In both, and not read while others used the disk. */
  readonly quiet: readonly LbaRange[];
}

/** What was read, as LBAs. */
export function readRanges(scan: EarlierScan): readonly LbaRange[] {
  if (!('map' in scan)) return scan.read;
  const { grid, map } = scan;
  return blocksRead(map).map(({ first, end }) => ({
    from: grid.startOf(first),
    to: grid.endOf(end - 1),
  }));
}
