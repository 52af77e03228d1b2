// Which node smartctl is asked of, if the target lies on a drive that has any SMART.

import type { InspectedTarget } from '../vocabulary/device.ts';

/** Of a partition the drive that it lies on. */
export function smartNode(
  { device, drive }: Pick<InspectedTarget, 'device' | 'drive'>,
  platform: string = process.platform,
): { readonly path: string } | { readonly whyNot: string } {
  if (device.kind === 'sim') return { whyNot: 'a simulated disk has no SMART' };
  if (device.kind === 'file') return { whyNot: 'an image file has no SMART' };
  if (drive !== undefined) return { path: drive.disk.path };
  // FreeBSD's drivers of SATA, SCSI and NVMe disks: ada(4), da(4), nda(4), nvd(4).
  const isDrive = platform === 'freebsd' && /^\/dev\/(ada|da|nda|nvd)\d+$/.test(device.path);
  if (isDrive) return { path: device.path };
  return { whyNot: 'the system names no SATA, SCSI or NVMe drive that the target lies on' };
}
