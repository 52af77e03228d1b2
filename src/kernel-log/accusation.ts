// What a log line says against a disk: which numbers, of what, and what they are.

/** As surfscan.check/1 names them: the systems', the file systems', other programs'. */
export const KERNEL_LOG_FORMATS = [
  'freebsd-ata',
  'freebsd-cam-ata',
  'freebsd-cam-scsi',
  'freebsd-nvme',
  'freebsd-devctl',
  'geom',
  'linux-block',
  'linux-libata',
  'linux-scsi',
  'linux-nvme',
  'linux-md',
  'linux-buffer',
  'linux-ide',
  'linux-mmc',
  'zfs',
  'btrfs',
  'xfs',
  'smartctl',
  'nvme-cli',
  'ddrescue',
  'badblocks',
] as const;
export type KernelLogFormat = (typeof KERNEL_LOG_FORMATS)[number];

/** `exact`: the sector itself. `request`: a range known whole, somewhere in which it is. `start`: where
 * a request of unknown length begins. */
export type Names = 'exact' | 'request' | 'start';

/**
 * What a number counts. `sector512`: 512-byte units, whatever the disk. `logical`: the disk's own
 * logical blocks. `byte`: bytes. `buffer`: blocks of a size the line does not give. All from the
 * beginning of the device that the line names, be it a disk, a partition or a mirror.
 */
export type Unit = 'sector512' | 'logical' | 'byte' | 'buffer';

/** `length` units from `from`; null: the log does not say how many. */
export interface Position {
  readonly unit: Unit;
  readonly from: number;
  readonly length: number | null;
  /** Of `logical`: how long the log says, or proves, that the blocks were; not given: as the disk's. */
  readonly blockBytes?: number;
}

export type Operation = 'read' | 'write' | 'verify';

/** `corrected`: it read after all. `cable`: lost between disk and host. `gone`: the disk left. */
export type TroubleKind =
  | 'medium'
  | 'not-found'
  | 'aborted'
  | 'cable'
  | 'timeout'
  | 'corrected'
  | 'gone'
  | 'other';

export interface Trouble {
  readonly kind: TroubleKind;
  /** As the log has it: "UNC", "Unrecovered read error". */
  readonly words: string;
}

export interface Blame {
  /** 1-based: the line that holds the number, or the request it belongs to. */
  readonly line: number;
  readonly text: string;
  readonly format: KernelLogFormat;
  /** As the line names it: "ad16", "mirror/gm0", "ata1.00", "nvme0 nsid 1"; null: it names none. */
  readonly device: string | null;
  /** The disk or partition that failed below `device`, where the line names both (md). */
  readonly member: string | null;
  readonly position: Position;
  readonly names: Names;
  /** The request in which `position` failed, in the same unit; null: not known, or `position` is it. */
  readonly request: { readonly from: number; readonly length: number } | null;
  readonly operation: Operation | null;
  readonly trouble: Trouble | null;
}

export interface Accusation extends Blame {
  /** How often the log says the same: the same place, format, operation and kind of trouble. */
  readonly count: number;
}
