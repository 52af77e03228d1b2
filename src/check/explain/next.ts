// What to do next. Never that surfscan writes: it does not, and what is written is its owner's affair.

import type { Location } from '../../layout/location.ts';
import type { Device } from '../../vocabulary/device.ts';
import type { CheckVerdict } from '../result.ts';

export function nextSentences(
  verdict: CheckVerdict,
  device: Device,
  where: readonly Location[],
): string[] {
  if (verdict === 'incomplete') {
    return ['Check again once the disk answers: nothing is known of what was not read.'];
  }
  if (verdict !== 'bad' && verdict !== 'weak') return [];
  if (device.kind === 'file') {
    return [
      'It is the disk below the image’s file system that cannot read: check that one. Copy the image ' +
        'first (ddrescue).',
    ];
  }
  // A simulated disk stands for one that somebody has.
  const path = device.kind === 'sim' ? 'DISK' : device.path;
  const copy =
    `Copy first what is not saved elsewhere: ddrescue -d ${path} disk.img disk.map (GNU ddrescue) reads ` +
    'around bad sectors. No fsck, no rebuild and no defragmenting before.';
  const look =
    `smartctl -a ${path}: a drive whose Reallocated_Sector_Ct or Current_Pending_Sector grows is to be ` +
    `replaced. surfscan scan ${path} --map disk.surfscan reads all of it.`;
  if (verdict === 'weak') return [copy, look];
  return [copy, ...ownerSentences(where), look];
}

function ownerSentences(where: readonly Location[]): string[] {
  const files = where.some(({ use }) => use === 'file');
  const pool = where.some(({ filesystem }) => filesystem?.type === 'zfs_member');
  const raid = where.some(({ filesystem }) => filesystem?.type === 'linux_raid_member');
  const means = [
    ...(files ? ['by restoring the file from a copy'] : []),
    ...(pool ? ['by "zpool scrub", which writes what it cannot read from another member'] : []),
    ...(raid ? ['by a check of the RAID ("echo check > /sys/block/md…/md/sync_action")'] : []),
    'or by a tool such as hdparm --repair-sector (Linux), which counts LBAs of the whole disk, not of a ' +
      'partition, and destroys what the sector held',
  ];
  return [
    'A bad sector reads again once it is written: the drive then puts a spare in its place. surfscan ' +
      `never writes; that is for its owner, when all is copied: ${means.join(', ').replace(/^or /, '')}.`,
  ];
}
