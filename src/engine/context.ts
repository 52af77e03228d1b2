// What the phases of one disk's scan share.

import type { ErrorCode } from '../classes.ts';
import type { InspectedTarget } from '../device.ts';
import type { SurfscanErrorCode } from '../errors.ts';
import type { Grid } from '../grid.ts';
import type { Crew } from './crew.ts';
import type { Findings } from './findings.ts';
import type { ScanPlan } from './options.ts';
import type { Address } from './sweep.ts';

/** Why a scan cannot go on: the disk left, or surfscan met what it does not know. */
export interface Trouble {
  readonly code: SurfscanErrorCode;
  readonly errno: string | null;
  readonly message: string;
}

export interface ScanContext {
  readonly target: InspectedTarget;
  readonly address: Address;
  readonly plan: ScanPlan;
  readonly grid: Grid;
  readonly map: Uint8Array;
  readonly mapMemory: SharedArrayBuffer;
  /** One counter: blocks of the disk that failed in the pass. */
  readonly failedBlocks: SharedArrayBuffer;
  readonly crew: Crew;
  readonly findings: Findings;
  /** To be added to the workers' counters: first readings that they did not count, or that do not
   * count any more. */
  readonly corrections: Record<ErrorCode, number>;
  /** LBAs of first readings, [from, to) with `next` as the first not read: grows with the pass. */
  readonly shares: ScanShare[];
  readonly notes: string[];
  trouble: Trouble | null;
  /** The user asked for the end. */
  stopping: boolean;
  /** 0…1 of the phase under way, but for the pass, whose shares tell. */
  phaseDone: number;
  rollbacks: number;
}

/** Block indices of the grid. */
export interface ScanShare {
  readonly first: number;
  next: number;
  readonly end: number;
}
