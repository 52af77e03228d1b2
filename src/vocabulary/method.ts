// Whether what a disk holds comes to the host, or the drive reads it and sends nothing.

import { usageError } from './errors.ts';
import { cleanText } from './text.ts';

export const METHODS = ['read', 'verify'] as const;
export type Method = (typeof METHODS)[number];

/** `auto`: the best that the drive allows. */
export const METHOD_CHOICES = [...METHODS, 'auto'] as const;
export type MethodChoice = (typeof METHOD_CHOICES)[number];

/** What a target is to be scanned by. `within`: what a map says that it was begun by; the best that the drive
 * allows is the best of that. */
export interface MethodWanted {
  readonly choice: MethodChoice;
  readonly within?: Method;
}

/** Throws ERR_USAGE. */
export function parseMethod(text: string): MethodChoice {
  const choice = METHOD_CHOICES.find((each) => each === text);
  if (choice !== undefined) return choice;
  throw usageError(
    `--method ${cleanText(text, 80)}: expected ${METHOD_CHOICES.slice(0, -1).join(', ')} or ${METHOD_CHOICES.at(-1)}`,
  );
}

/** What a drive may be sent for sectors: the names of native/drive/drive_command.cc. */
export type DriveCommand =
  | 'READ(10)'
  | 'READ(16)'
  | 'READ DMA EXT'
  | 'NVMe Read'
  | 'VERIFY(10)'
  | 'VERIFY(16)'
  | 'READ VERIFY EXT'
  | 'NVMe Verify';

/** A drive, and a way to it. */
export interface DriveSite {
  readonly way: 'sg' | 'sg_ioctl' | 'nvme_uring' | 'nvme_ioctl' | 'cam' | 'nvme_passthrough';
  /** The node that takes its commands, and "MAJOR:MINOR" of it. FreeBSD: the whole disk's, without. */
  readonly path: string;
  readonly number: string;
  /** HOST:CHANNEL:TARGET:LUN of an sg node; empty: of none. FreeBSD: the target's name in GEOM. */
  readonly address: string;
  /** As the drive gave it, a character a byte; empty: not compared. */
  readonly unitSerial: string;
  /** Of an NVMe namespace; 0: of none. */
  readonly nsid: number;
  /** Of the target, on the drive. */
  readonly firstLba: number;
  /** What it is asked for sectors by, the best first: at least one. */
  readonly orders: readonly DriveCommand[];
  /** Of one command. */
  readonly mostSectors: number;
}

/** How a target is scanned where that is not by the kernel's reads. */
export interface Passage {
  readonly method: Method;
  /** null: the disk is simulated. */
  readonly site: DriveSite | null;
  /** Commands that are out at once, at most. */
  readonly mostDepth: number;
}
