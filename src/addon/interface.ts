// What the addon offers, in TypeScript's words: the shapes that cross the border to C++, with their units.

import type { NativeDriveAnswers, NativeDriveSite } from './drive-interface.ts';

/** Sizes in bytes, LBAs in logical sectors. */
export interface NativeGeometry {
  readonly sectors: number;
  readonly logicalBytes: number;
  readonly physicalBytes: number;
  /** The first LBA that begins a physical sector. */
  readonly physicalFirstLba: number;
  /** Which node this is, whatever its name leads to the next time; empty for simulated disks. */
  readonly node: string;
  /** Bytes behind the last whole sector of an image. */
  readonly restBytes: number;
}

/** What `inspect` learns by opening a path once and closing it. Text is hostile, as it came. */
export interface NativeInspection {
  readonly kind: 'block' | 'file';
  readonly geometry: NativeGeometry;
  readonly cacheBypassed: boolean;
  /** Whether somebody has the disk for himself alone, a mount or a RAID, wherever it was made. null: that
   * is not known so (images, FreeBSD). */
  readonly held: boolean | null;
  /** From disk(4) ioctls on FreeBSD; empty strings and 0 elsewhere. */
  readonly model: string;
  readonly serial: string;
  readonly attachment: string;
  readonly lunId: string;
  /** ATA word 217: 0 unknown, 1 no spindle, else revolutions a minute. */
  readonly rotationRate: number;
}

/** The file that a disk is made of, as stat(2) of the file has it. */
export interface NativeBackingFile {
  readonly dev: bigint;
  readonly ino: bigint;
}

export interface NativeSimDescription {
  readonly geometry: NativeGeometry;
  readonly kind: 'hdd' | 'ssd' | 'null';
  readonly model: string;
  readonly serial: string;
  /** Times real time; 0: as fast as it goes. */
  readonly speed: number;
  /** Size of the memory that all readers of the disk share. */
  readonly sharedBytes: number;
}

/** Mirrors `struct SliceOrder` of native/core/slice_order.h; times in nanoseconds. */
export interface NativeSliceOrder {
  fromLba: number;
  /** Exclusive. */
  toLba: number;
  blockSectors: number;
  phaseLba: number;
  /** Block indices: [first, end). */
  first: number;
  end: number;
  /** Which block is read first, second, …: first and end then count in it, and there is no map. Not
   * shared memory. Absent: blocks upwards. */
  picks?: Float64Array | null;
  map: Uint8Array | null;
  /** The worker's part of the shared memory: layout.workerBytes bytes. */
  shared: Uint8Array;
  /** Blocks of the disk that failed, counted by all its workers. */
  failedBlocks: Uint32Array | null;
  /** Stop once so many have failed; 0: never. */
  failedLimit: number;
  /** 1: counts in classes, errors and histogram. */
  firstReading: 0 | 1;
  /** A reading that took so long has a record; 0: every one. */
  recordFromNs: number;
  /** A read that takes longer is late; 0: none is. */
  timeoutNs: number;
  /** Stop once a read took longer; 0: never. */
  hangNs: number;
  /** Of CLOCK_MONOTONIC: of a slice without records, and of one with some. */
  budgetNs: number;
  newsBudgetNs: number;
  /** Of the device's clock; 0: any. */
  deviceBudgetNs: number;
  /** Stop once so many failed in a row; 0: never. */
  rowLimit: number;
  /** layout.recordFields doubles a record. */
  records: Float64Array;
}

export interface NativeSliceResult {
  /** The lowest index that is not read: where to go on. */
  readonly next: number;
  /** `enum class SliceStop`: an index of SLICE_STOPS. */
  readonly stop: number;
  readonly records: number;
  /** Reads that had not come back a second after a stop was commanded: the reader takes no more orders. */
  readonly outstanding: number;
}

/** How a path is read: pread(2), or io_uring(7). */
export type PathEngine = 'pread' | 'io_uring';

/**
 * One reader of one disk. Opened by the thread that reads. `close` twice is harmless, and returns at
 * once also with reads out: their memory is kept until they come back.
 */
export interface NativeReader {
  readonly geometry: NativeGeometry;
  slice(order: NativeSliceOrder): NativeSliceResult;
  close(): void;
}

export interface NativeLayout {
  readonly workerBytes: number;
  /** Byte offsets of the fields of `struct WorkerShared`. */
  readonly offsets: Readonly<Record<string, number>>;
  readonly histogramBuckets: number;
  readonly histogramSubBits: number;
  readonly recordFields: number;
  readonly classFirstSteps: readonly number[];
  readonly classLimitsNs: readonly number[];
  /** Lower edges of the latency steps, index 0…239; [0] is unused. */
  readonly stepEdgesNs: readonly number[];
}

/** Of a whole disk, whoever asked, since the system began to count. */
export interface NativeStatistics {
  readonly readBytes: number;
  readonly writtenBytes: number;
}

/** What the system knows of a drive since it found it: no command is sent. Text is hostile, as it came. */
export interface NativeDriveFacts {
  readonly firmware: string;
  /** The 256 words of ATA's IDENTIFY DEVICE; null: it speaks no ATA. */
  readonly identify: Uint16Array | null;
}

export interface Addon {
  readonly layout: NativeLayout;
  /**
   * Opens `path` in a thread of its own, asks, closes. Returns how to ask for the result: undefined
   * while the thread is out; throws {code, errnoNumber, syscall}.
   */
  startInspection(path: string, imageSectorBytes: number): () => NativeInspection | undefined;
  /**
   * Opens `disk`, a path, in a thread of its own, asks, closes; as startInspection. null: it is made of no
   * file, cannot be opened, or the system does not tell so (FreeBSD: GEOM has the file's path).
   */
  startBackingFile(disk: string): () => NativeBackingFile | null | undefined;
  /** Parses what stands behind `sim:`. Throws {code: 'ERR_USAGE'}. */
  describeSim(spec: string): NativeSimDescription;
  /** Fills in the shared memory of a simulated disk that nobody has read yet. */
  resetSim(spec: string, shared: Uint8Array): void;
  /**
   * Opens `path` to read with so many reads in flight, 1 … 256: where that is more than 1, pread
   * takes a thread for each. Throws {code, errno, syscall}.
   */
  openPath(
    path: string,
    imageSectorBytes: number,
    blockSectors: number,
    depth: number,
    engine: PathEngine,
  ): NativeReader;
  /**
   * Opens `path`, and its drive beside it to read by. Throws {code, errno, syscall}: ERR_METHOD where the
   * drive cannot be had so, or is another.
   */
  openDrive(path: string, site: NativeDriveSite, blockSectors: number, depth: number): NativeReader;
  /** By the whole disk's path; null: the system does not say, or not to this user (Linux: sysfs does). */
  driveFacts(path: string): NativeDriveFacts | null;
  /**
   * Asks the drive of `path`, by the first of the site's orders and in a thread of its own, for the target's
   * first sector; for the last of its `driveSectors`, if that is the target's, too; for the one behind, which it
   * has not; and, by an order that brings no data, for ranges far apart, which are timed. Returns how to ask for
   * the answers, as startInspection does.
   */
  startDriveProbe(
    path: string,
    site: NativeDriveSite,
    driveSectors: number,
    last: boolean,
    behind: boolean,
    pace: boolean,
  ): () => NativeDriveAnswers | undefined;
  /**
   * Asks an ATA drive with a host protected area for the last LBA that it has, in a thread of its own; null: it
   * does not tell. Returns how to ask for the answer, as startInspection does.
   */
  startNativeLast(path: string, site: NativeDriveSite): () => number | null | undefined;
  /** 0 if io_uring takes commands for drivers here, else the errno why not. */
  commandRingErrno(): number;
  /** 0 if io_uring can be used here, else the errno why not: ENOSYS where there is none or an old
   * one, EPERM where it is switched off. */
  uringErrno(): number;
  /** `depth`: reads that the simulated disk is given at once, 1 … 256; absent: 1. `verifies`: it sends
   * nothing of what it reads. */
  openSim(
    spec: string,
    shared: Uint8Array,
    blockSectors: number,
    depth?: number,
    verifies?: boolean,
  ): NativeReader;
  /** How often each byte value occurs in map[first, end): 256 counts. */
  tally(map: Uint8Array, first: number, end: number): Float64Array;
  /** By the disk's name, "ada0"; null: the system does not report it this way (Linux: sysfs does). */
  diskStatistics(disk: string): NativeStatistics | null;
  /** Takes flock(2)'s exclusive lock of an open file, until it is closed: false where another open
   * file has it. Throws {code, errno, syscall}. */
  lockFile(fd: number): boolean;
  /** CLOCK_MONOTONIC, nanoseconds. */
  monotonicNs(): number;
  /** _exit(2): leaves at once, whatever native calls are still out. */
  exitNow(status: number): never;
}

export interface Native
  extends Omit<Addon, `start${'Inspection' | 'BackingFile' | 'DriveProbe' | 'NativeLast'}`> {
  /** Opens `path` in a thread of its own, asks, closes. Rejects with {code, errno, syscall}. */
  inspect(path: string, imageSectorBytes: number): Promise<NativeInspection>;
  /** startBackingFile's answer. */
  backingFile(disk: string): Promise<NativeBackingFile | null>;
  /** startDriveProbe, until it is answered. Rejects with {code, errno, syscall}. */
  probeDrive(...args: Parameters<Addon['startDriveProbe']>): Promise<NativeDriveAnswers>;
  /** startNativeLast, until it is answered. Rejects with {code, errno, syscall}. */
  nativeLast(...args: Parameters<Addon['startNativeLast']>): Promise<number | null>;
}

/** How the slice ended: `enum class SliceStop` of native/core/slice_order.h. */
export const SLICE_STOPS = [
  'done',
  'budget',
  'control',
  'records',
  'row',
  'enough',
  'gone',
  'defect',
  'hung',
] as const;
export type SliceStop = (typeof SLICE_STOPS)[number];
