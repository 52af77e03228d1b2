// What a screen or a progress line may know of a running benchmark, looked up when asked.

import type { Activity, Wait } from '../reading/under-way.ts';
import type { Device } from '../vocabulary/device.ts';
import type { PartKind } from './plan.ts';
import type { AccessTimes, RandomResult, Zone } from './result.ts';

/** The part that is measured now. */
export interface PartNow {
  readonly kind: PartKind;
  readonly blockBytes: number;
  readonly depth: number;
}

export interface BenchProgress {
  /** null: it has not begun, or has ended. */
  readonly part: PartNow | null;
  readonly activity: Activity | 'waiting';
  /** On the disk's own clock, of `totalSeconds`. */
  readonly spentSeconds: number;
  readonly totalSeconds: number;
  /** What was measured so far. */
  readonly zones: readonly Zone[];
  readonly zonesPlanned: number;
  /** Tried, whether they could be read or not. */
  readonly zonesDone: number;
  readonly random: readonly RandomResult[];
  readonly access: Partial<AccessTimes>;
  readonly burstBytesPerSecond: number | null;
  readonly failedReads: number;
  readonly wait: Wait | null;
  /** Why it ended before its end; null: it did not. */
  readonly trouble: string | null;
}

export interface BenchView {
  readonly device: Device;
  /** All parts, in order. */
  readonly parts: readonly PartNow[];
  progress(): BenchProgress;
}

/** Benchmarks as a screen may steer them: one after the other, ended together. */
export interface BenchControl {
  readonly benches: readonly BenchView[];
  stop(): void;
}
