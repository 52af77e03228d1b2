// What to do about what a scan came to. Never that surfscan writes: it does not.

import type { ScanJson } from '../run-json.ts';

export function adviceOf(scan: ScanJson): readonly string[] {
  const { device, coverage, weak, slow_zones } = scan;
  const path = device.kind === 'block' ? device.path : 'DISK';
  const isSlow = scan.rules.some(({ rule, failed }) => failed && /^(>500ms|slow_zones)/.test(rule));
  return [
    ...(coverage.bad > 0 ? badAdvice(path, device.kind === 'file') : []),
    ...(coverage.bad === 0 && weak.length > 0
      ? [
          'Weak sectors read in the end: copy first what is not saved elsewhere, and scan again in some days. ' +
            'A drive whose weak places grow is to be replaced.',
        ]
      : []),
    ...(isSlow || slow_zones.length > 0
      ? [
          'Slow again when they were read alone: a drive that tries long before it reads. See whether a cable, ' +
            'a hub or heat is to blame; if the same places are slow on another port, the drive is to be replaced.',
        ]
      : []),
    ...(scan.disturbed.length > 0
      ? [
          'Others used the disk during the scan: what was slow then says less. Scan again when it is idle.',
        ]
      : []),
    ...(coverage.unread > 0
      ? [
          'Nothing is known of what was not read: the same command with --resume and its map goes on there.',
        ]
      : []),
    ...(scan.verdict === 'pass' && weak.length === 0
      ? ['Nothing. Keep the map: the next scan of this disk can be compared with it.']
      : []),
  ];
}

function badAdvice(path: string, isImage: boolean): readonly string[] {
  if (isImage) {
    return [
      'It is the disk below the image that cannot read: scan that one, and copy the image first.',
    ];
  }
  return [
    'Copy first what is not saved elsewhere, before any fsck or rebuild. What is known to read goes first: ' +
      `surfscan report MAP --ddrescue > scanned; ddrescue -m scanned ${path} disk.img rescued`,
    `What lies there: surfscan check ${path} LBA names the partition and the file of a bad sector, and with its JSON (--json FILE) this page does: --where FILE.`,
    `What the drive says: smartctl -x ${path}. Where Reallocated_Sector_Ct or Current_Pending_Sector grow, ` +
      'replace it.',
  ];
}
