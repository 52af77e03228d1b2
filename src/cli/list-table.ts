// The list of disks as a table: a row a disk, its partitions indented below it.

import { cleanText } from '../api/common.ts';
import type { ListedDisk, ListedPartition } from '../api/list.ts';

const HEAD = ['PATH', 'SIZE', 'SECTOR', 'TYPE', 'BUS', 'MODEL', 'SERIAL', 'USED BY'] as const;
const RIGHT_ALIGNED: ReadonlySet<number> = new Set([1]);
/** Wide enough for 40 characters of ATA model, 20 of serial; the JSON has them whole. */
const CELL_LIMIT = 40;
const UNKNOWN = '-';
const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

export function listTable(disks: readonly ListedDisk[]): string {
  if (disks.length === 0) {
    return 'No disks found. An image file can be scanned by its name.\n';
  }
  const rows = disks.flatMap((disk) => [
    diskRow(disk),
    ...disk.partitions.map((partition) => partitionRow(disk, partition)),
  ]);
  return format([[...HEAD], ...rows]);
}

/** As on the label: 500 GB, 2.0 TB. */
export function decimalSize(bytes: number): string {
  let unit = 0;
  let value = bytes;
  // 999.6 GB is shown as 1.0 TB, not as 1000 GB.
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit > 0 && value < 9.95 ? value.toFixed(1) : Math.round(value)} ${UNITS[unit]}`;
}

function diskRow({ device, partitions, whyNot, error }: ListedDisk): string[] {
  const size = device.sectors === 0 ? UNKNOWN : decimalSize(device.sectors * device.logicalBytes);
  const kind = device.rotational === null ? '?' : device.rotational ? 'hdd' : 'ssd';
  // What a partition's own row says is not said here again.
  const below = new Set(partitions.flatMap((partition) => partition.inUse));
  const uses = device.inUse?.filter((use) => !below.has(use)) ?? ['?'];
  const told = whyNot === undefined ? uses : [`CANNOT BE SCANNED: ${whyNot}`, ...uses];
  return [
    cleanText(device.path),
    size,
    device.sectors === 0 ? UNKNOWN : sectorWords(device.logicalBytes, device.physicalBytes),
    kind,
    cleanText(device.bus ?? UNKNOWN),
    cleanText(device.model ?? UNKNOWN, CELL_LIMIT),
    cleanText(device.serial ?? UNKNOWN, CELL_LIMIT),
    error === undefined ? usedBy(device.path, told) : 'DOES NOT ANSWER',
  ];
}

function partitionRow({ device }: ListedDisk, partition: ListedPartition): string[] {
  const bytes = (partition.lastLba - partition.firstLba + 1) * device.logicalBytes;
  const content = partition.filesystem ?? partition.type ?? '';
  const label = partition.label === null ? '' : `"${partition.label}"`;
  return [
    `  ${cleanText(partition.path ?? `partition ${partition.index}`)}`,
    decimalSize(bytes),
    '',
    '',
    '',
    cleanText(content, CELL_LIMIT),
    cleanText(label, CELL_LIMIT),
    partition.path === null ? '' : usedBy(partition.path, partition.inUse),
  ];
}

/** Logical, and physical where it is another. */
function sectorWords(logicalBytes: number, physicalBytes: number): string {
  return logicalBytes === physicalBytes ? `${logicalBytes}` : `${logicalBytes}/${physicalBytes}`;
}

/** "/dev/sda1 is mounted at /" stands in the row of /dev/sda1: "mounted at /". */
function usedBy(path: string, uses: readonly string[]): string {
  const words = uses.map((use) =>
    use.startsWith(`${path} `) ? use.slice(path.length + 1).replace(/^is /, '') : use,
  );
  return cleanText(words.join('; '));
}

function format(rows: readonly (readonly string[])[]): string {
  const widths = HEAD.map((_head, column) =>
    Math.max(...rows.map((row) => [...(row[column] ?? '')].length)),
  );
  const lines = rows.map((row) =>
    row
      .map((cell, column) => {
        const blanks = ' '.repeat(widths[column]! - [...cell].length);
        return RIGHT_ALIGNED.has(column) ? blanks + cell : cell + blanks;
      })
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}
