// A scan as it is compared with another.

import type { LatencySummary } from '../reading/latency-summary.ts';
import type { Engine } from '../reading/read-engine.ts';
import type { Coverage } from '../vocabulary/coverage.ts';
import type { BadValue, DisturbedRange, SlowBlock } from '../vocabulary/defects.ts';
import type { Device } from '../vocabulary/device.ts';
import type { Extent } from '../vocabulary/extents.ts';
import type { Grid } from '../vocabulary/grid.ts';
import type { Method } from '../vocabulary/method.ts';
import type { LbaRange, LbaSpan } from '../vocabulary/ranges.ts';
import type { SmartAnswers } from '../vocabulary/smart.ts';
import { readRanges as blocksRead } from './unread.ts';

export interface ComparedScan {
  readonly grid: Grid;
  readonly map: Uint8Array;
  readonly result: ComparedResult;
  /** All that were read again, upwards: results tell those alone that are slow by the rules. */
  readonly slow: readonly Readonly<SlowBlock>[];
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
  readonly latencyUs: LatencySummary | null;
  readonly bad: readonly Readonly<Extent<BadValue>>[];
  readonly disturbed: readonly DisturbedRange[];
  readonly smart: SmartAnswers;
}

/** The earlier scan that a scan is compared with. */
export interface Baseline {
  /** null: it is there no more, and nothing is judged by it. */
  readonly scan: ComparedScan | null;
  readonly notes: readonly string[];
}

/** What all that is compared of two scans needs. */
export interface Pair {
  readonly old: ComparedScan;
  readonly now: ComparedScan;
  /** In both, and not read while others used the disk. */
  readonly quiet: readonly LbaRange[];
}

/** What was read, as LBAs. */
export function readRanges({ grid, map }: ComparedScan): readonly LbaRange[] {
  return blocksRead(map).map(({ first, end }) => ({
    from: grid.startOf(first),
    to: grid.endOf(end - 1),
  }));
}
