// The list of disks.

export type { ListedDisk, ListedPartition } from '../disks/listed.ts';
export { listDisks } from '../layout/list-disks.ts';
export { listJson } from '../report/list-json.ts';
