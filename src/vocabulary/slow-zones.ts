// A slow zone: a stretch of the disk that reads well, and at a speed that no sound disk has.

import type { Device } from './device.ts';
import type { LbaRange } from './ranges.ts';

export interface SlowZone extends LbaRange {
  /** By the first readings of its blocks. */
  readonly bytesPerSecond: number;
  /** By the readings of some of them alone. */
  readonly againBytesPerSecond: number;
  /** Of the zones around it; null: it is slow by itself, and they cannot be compared. */
  readonly expectedBytesPerSecond: number | null;
}

export type ZoneSpeeds = Omit<SlowZone, keyof LbaRange>;

/** Zones that were slow and slow again, by their index in the range. */
export type RereadZones = ReadonlyMap<number, ZoneSpeeds>;

/** Where a sound disk is faster, in the words of Linux and FreeBSD. */
const FAST_BUSES: readonly (string | null)[] = ['sata', 'ata', 'ide', 'sas', 'scsi', 'nvme'];
const LEAST_BLOCK_BYTES = 64 * 1024;

/** Whether a zone below 20 MB/s is a defect of this disk, read in such blocks. */
export function isFastDisk(
  { kind, bus, rotational }: Pick<Device, 'kind' | 'bus' | 'rotational'>,
  blockBytes: number,
): boolean {
  // Of simulated disks kind=null alone has no rotation to tell.
  const isKnown = kind === 'sim' ? rotational !== null : FAST_BUSES.includes(bus);
  return isKnown && blockBytes >= LEAST_BLOCK_BYTES;
}
