// What surfscan knows of a disk, whatever it is: the vocabulary of all rooms.

import type { Passage } from './method.ts';
import type { LbaSpan } from './ranges.ts';

/** A disk's identity and geometry. Text comes from the disk and is clean: no control characters. */
export interface Device {
  /** Of what a link leads to. */
  readonly path: string;
  readonly kind: 'block' | 'file' | 'sim';
  readonly model: string | null;
  readonly serial: string | null;
  readonly firmware: string | null;
  readonly wwn: string | null;
  /** Logical sectors. */
  readonly sectors: number;
  readonly logicalBytes: number;
  readonly physicalBytes: number;
  /** null: the system does not know. */
  readonly rotational: boolean | null;
  /** "sata", "usb", "nvme", "scsi", …; null: unknown. */
  readonly bus: string | null;
  /** Who uses it, in words: "/dev/sda1 is mounted at /"; null: that cannot be known here. */
  readonly inUse: readonly string[] | null;
  /** What else it is called that stays when its path changes: links below /dev/disk/by-id, and the
   * identifiers that it has of its own ("naa.…", "eui.…"). */
  readonly ids: readonly string[];
  /** Enclosure and bay, in words; null: the system does not know of any. */
  readonly slot: string | null;
}

/** A partition as the system knew it when it was asked. LBAs of the disk. */
export interface KnownPartition extends LbaSpan {
  readonly index: number;
}

/** A device node: its path, and "MAJOR:MINOR" of what it is. */
export interface DeviceNode {
  readonly path: string;
  readonly number: string;
}

/** The drive on which a target lies, and its nodes that take the drive's own commands. */
export interface DriveAccess {
  /** By FreeBSD's CAM or NVMe driver, which need no more than `disk`. Absent: by Linux's. */
  readonly through?: 'cam';
  /** `bridge`: one that may know short commands only. */
  readonly commands: 'ata' | 'scsi' | 'bridge' | 'nvme';
  /** The node that is made for commands; null: there is none. */
  readonly generic: DeviceNode | null;
  /** Of the whole disk. */
  readonly disk: DeviceNode;
  /** HOST:CHANNEL:TARGET:LUN; empty: NVMe. FreeBSD: the target's name in GEOM. */
  readonly address: string;
  /** As the drive gave it to the system, a character a byte; empty: not known. */
  readonly unitSerial: string;
  /** Of an NVMe namespace; 0: of none. */
  readonly nsid: number;
  /** Of the target, on the drive. */
  readonly firstLba: number;
  /** Of the whole drive, logical. */
  readonly sectors: number;
  /** Whether the system's statistics of the disk count what it is asked to bring. */
  readonly isCounted: boolean;
  /** What stands between may answer for it: a bridge, an emulated or an unknown adapter. */
  readonly mayPretend: boolean;
  /** It has a host protected area, of ATA, perhaps of no sectors: to be asked. */
  readonly mayHide?: boolean;
}

/** A target that was opened once, asked, and closed again. */
export interface InspectedTarget {
  /** What `open` takes: a path, or what stands behind `sim:`. */
  readonly address: string;
  /** Which node the path led to: NativeGeometry.node. */
  readonly node: string;
  readonly device: Device;
  /** The first LBA that begins a physical sector. */
  readonly physicalFirstLba: number;
  /** The physical sector is not the drive's own word: to be proven by reading. Absent: it is. */
  readonly isPhysicalGuessed?: boolean;
  /** Of the disk, where it is a whole one and the system knows them. */
  readonly partitions: readonly KnownPartition[];
  readonly cacheBypassed: boolean;
  /** Whether it can be told that sectors hold nothing, and then answers for them at once: TRIM, UNMAP.
   * Absent: not known. */
  readonly discards?: boolean;
  /** What it hangs on, as the system names it: one text, one controller. Absent: not known, or none. */
  readonly controller?: string;
  /** Absent: it lies on no drive that could be asked itself. */
  readonly drive?: DriveAccess;
  /** null: the kernel reads it. Absent: so, unless another method is asked for. */
  readonly passage?: Passage | null;
  /** For the report: what was left out, assumed or found odd. */
  readonly notes: readonly string[];
  /** To be said loudly before the scan: in use, or above other disks. */
  readonly warnings: readonly string[];
  /** Virtual nanoseconds a wall nanosecond: 1 but for simulated disks; Infinity: no waiting. */
  readonly clockRate: number;
  /** Bytes that all readers of a simulated disk share; 0 for real ones. */
  readonly simSharedBytes: number;
}
