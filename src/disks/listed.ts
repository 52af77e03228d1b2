// What a list of disks says of each.

import type { Device } from '../vocabulary/device.ts';
import type { SurfscanError } from '../vocabulary/errors.ts';
import type { LbaSpan } from '../vocabulary/ranges.ts';

export interface ListedPartition extends LbaSpan {
  /** null: the disk's table has it, the system made no node of it. */
  readonly path: string | null;
  /** "gpt", "mbr", "bsd", …; null: unknown. */
  readonly scheme: string | null;
  readonly index: number | null;
  /** In gpart(8)'s words where it has some, else as the table says. */
  readonly type: string | null;
  readonly label: string | null;
  readonly filesystem: string | null;
  readonly inUse: readonly string[];
}

export interface ListedDisk {
  /** `sectors` is 0 where the disk did not answer. */
  readonly device: Device;
  readonly partitions: readonly ListedPartition[];
  /** Why it cannot be scanned, in words that follow its name; absent: nothing is known against it. */
  readonly whyNot?: string;
  readonly error?: SurfscanError;
}
