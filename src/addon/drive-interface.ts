// What crosses the border to C++ of drives, past the kernel's block layer.

import type { DriveSite } from '../vocabulary/method.ts';

/** `struct DriveSite` of native/drive/drive_device.h. */
export interface NativeDriveSite extends DriveSite {
  /** When the kernel begins to reset what does not answer. */
  readonly timeoutMs: number;
}

/** `struct DriveAnswer` of native/drive/drive_probe.h. */
export interface NativeDriveAnswer {
  /** `refused`: the system lets none through; `unsupported`: the drive does not know it. */
  readonly course: 'finished' | 'again' | 'when ready' | 'unsupported' | 'too long' | 'refused';
  /** `enum class Error` of native/core/device.h. */
  readonly error: number;
  readonly errno: number;
  /** What the drive itself said, packed: see driveStatus(). */
  readonly drive: number;
}

/** `struct DriveQuestions` of native/drive/drive_probe.h: besides the target's first sector. */
export interface NativeDriveQuestions {
  readonly last: boolean;
  readonly behind: boolean;
  readonly pace: boolean;
}

/** kPaceSectors of native/drive/drive_probe.h. */
export const PACE_SECTORS = 256;

/** null: not asked. */
export interface NativeDriveAnswers {
  readonly first: NativeDriveAnswer | null;
  readonly last: NativeDriveAnswer | null;
  readonly behind: NativeDriveAnswer | null;
  /** What the median range of PACE_SECTORS took. */
  readonly paceNs: number | null;
  /** Of an NVMe controller: ONCS; null: it is none, or was not to be asked. */
  readonly optionalCommands: number | null;
  /** Of an NVMe controller: VSL, a power of two of 4 KiB; 0: no limit. */
  readonly verifySizeLimit: number;
}
