// What two scans compared say of zones.

import type { LbaRange } from '../vocabulary/ranges.ts';

export interface ZoneChange extends LbaRange {
  /** Means of the same blocks. */
  readonly oldNs: number;
  readonly nowNs: number;
  /** Of nowNs / oldNs − 1: how far it moves without a reason. */
  readonly noise: number;
}

export interface ZoneChanges {
  /** Of a zone; 0: there are none. */
  readonly sectors: number;
  /** How many zones were compared. */
  readonly compared: number;
  /** The median of the zones' noise; null: none was compared. */
  readonly noise: number | null;
  readonly changed: readonly ZoneChange[];
}

export const NO_ZONES: ZoneChanges = { sectors: 0, compared: 0, noise: null, changed: [] };
