// What each system's room answers about a target.

import type { Device, DriveAccess, KnownPartition } from '../vocabulary/device.ts';
import type { TargetIdentity } from './distinct.ts';

/** What a system knows of a disk beyond what opening it tells. */
export interface SystemDescription {
  readonly disk: Pick<
    Device,
    'model' | 'serial' | 'firmware' | 'wwn' | 'rotational' | 'bus' | 'inUse' | 'ids' | 'slot'
  >;
  readonly identity: TargetIdentity;
  readonly partitions: readonly KnownPartition[];
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
  /** As InspectedTarget has it. */
  readonly discards?: boolean;
  /** As InspectedTarget has it. */
  readonly controller?: string;
  /** As InspectedTarget has it. */
  readonly drive?: DriveAccess;
}
