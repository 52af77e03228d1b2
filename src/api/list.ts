// The list of disks.

export { listDisks } from '../disks/list.ts';
export type { ListedDisk, ListedPartition } from '../disks/listed.ts';
export { listJson } from '../report/list-json.ts';
