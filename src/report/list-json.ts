// The list of disks as `surfscan.list/1`.

import type { ListedDisk, ListedPartition } from '../disks/listed.ts';
import type { SurfscanError } from '../vocabulary/errors.ts';
import { type DeviceJson, deviceJson } from './device-json.ts';
import { type ToolJson, toolJson } from './tool-json.ts';

export interface PartitionJson {
  /** null: the disk's table has it, the system made no node of it. */
  path: string | null;
  scheme: string | null;
  index: number | null;
  type: string | null;
  label: string | null;
  from: number;
  to: number;
  filesystem: string | null;
  in_use: string[];
}

export interface ListedDiskJson extends DeviceJson {
  partitions: PartitionJson[];
  /** Why it cannot be scanned. */
  why_not?: string;
  /** The disk did not answer; its sectors are 0 then, where they are unknown. */
  error?: { code: string; errno: string | null; message: string };
}

export interface ListJson {
  schema: 'surfscan.list/1';
  tool: ToolJson;
  disks: ListedDiskJson[];
}

export function listJson(disks: readonly ListedDisk[]): ListJson {
  return { schema: 'surfscan.list/1', tool: toolJson(), disks: disks.map(diskJson) };
}

function diskJson(disk: ListedDisk): ListedDiskJson {
  return {
    ...deviceJson(disk.device),
    partitions: disk.partitions.map(partitionJson),
    ...(disk.whyNot === undefined ? {} : { why_not: disk.whyNot }),
    ...(disk.error === undefined ? {} : { error: errorJson(disk.error) }),
  };
}

function partitionJson(partition: ListedPartition): PartitionJson {
  return {
    path: partition.path,
    scheme: partition.scheme,
    index: partition.index,
    type: partition.type,
    label: partition.label,
    from: partition.firstLba,
    to: partition.lastLba,
    filesystem: partition.filesystem,
    in_use: [...partition.inUse],
  };
}

function errorJson(error: SurfscanError) {
  return { code: error.code, errno: error.errno, message: error.message };
}
