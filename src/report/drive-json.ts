// What only the drive itself could say.

import type { ScanMode } from '../engine/result.ts';

interface SmartJson {
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  changed: { name: string; before: number | null; after: number | null }[];
  why_not: string | null;
}

/** The part of a scan's JSON that is the drive's. */
export interface DriveJson {
  /** Read, and the drive says that it had to correct. */
  recovered: { from: number; to: number; drive: string }[];
  smart: SmartJson;
}

/** The part of its `mode`. */
export interface DriveModeJson {
  /** What the drive was sent; null: what the kernel makes of a read. */
  command: string | null;
  /** The pass-through node; null: none was used. */
  node: string | null;
  narrowed_by: 'read' | 'sgio' | 'cam' | 'nvme';
}

export function driveJson(): DriveJson {
  return {
    recovered: [],
    smart: { before: null, after: null, changed: [], why_not: 'the drive was not asked' },
  };
}

/** The pass is the kernel's: the drive is asked for the sectors of failed blocks alone. */
export function driveModeJson({ narrowedBy }: Pick<ScanMode, 'narrowedBy'>): DriveModeJson {
  return { command: null, node: null, narrowed_by: narrowedBy };
}
