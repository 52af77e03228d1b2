// What systems call the partitions that are in a disk's own tables.

import type { Provider } from '../kernel-log/index.ts';
import type { FoundPartition } from '../layout/list-partitions.ts';

/** glabel(8): where the labels of file systems are found. */
const LABEL_DIRECTORIES: ReadonlyMap<string, string> = new Map([
  ['ufs', 'ufs'],
  ['vfat', 'msdosfs'],
  ['ntfs', 'ntfs'],
  ['ext2', 'ext2fs'],
  ['ext3', 'ext2fs'],
  ['ext4', 'ext2fs'],
]);

/** `disks`: the names of the disk. Each partition as FreeBSD calls it and as Linux does. */
export function partitionProviders(
  partitions: readonly FoundPartition[],
  disks: readonly string[],
): Provider[] {
  return partitions.map(({ partition, filesystem }) => {
    const { scheme, index, label, suffix, uuid, firstLba, lastLba } = partition;
    const byDisk = disks.flatMap((disk) => {
      // Linux numbers what is in a BSD label as it finds it: sysfs alone knows.
      const linux = scheme === 'bsd' ? [] : [`${disk}${/\d$/.test(disk) ? 'p' : ''}${index}`];
      const link = `${disk}-part${index}`;
      return disk.startsWith('disk/by-') ? [link] : [`${disk}${suffix}`, ...linux];
    });
    const directory = LABEL_DIRECTORIES.get(filesystem?.type ?? '');
    const labels = [
      ...(uuid === undefined ? [] : [`gptid/${uuid}`, `disk/by-partuuid/${uuid}`, uuid]),
      ...(scheme === 'gpt' && label !== null ? [`gpt/${mangled(label)}`] : []),
      ...(directory !== undefined && filesystem?.label
        ? [`${directory}/${mangled(filesystem.label)}`]
        : []),
    ];
    return {
      names: [...new Set([...byDisk, ...labels])],
      fromLba: firstLba,
      sectors: lastLba - firstLba + 1,
    };
  });
}

/** What a name in /dev cannot hold: FreeBSD's g_label_mangle_name, sys/geom/label/g_label.c. */
function mangled(label: string): string {
  const bytes = [...Buffer.from(label)];
  return bytes
    .map((byte) => {
      const isPlain = byte > 0x20 && byte < 0x7f && byte !== 0x22 && byte !== 0x25;
      const hex = byte.toString(16).toUpperCase().padStart(2, '0');
      return isPlain ? String.fromCharCode(byte) : `%${hex}`;
    })
    .join('');
}
