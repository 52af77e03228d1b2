// What a drive hides behind the last sector that the system may address, told before a scan, which cannot see it.

import { native } from '../addon/native.ts';
import { withDeadline } from '../disks/deadline.ts';
import type { InspectedTarget } from '../vocabulary/device.ts';
import type { DriveSite } from '../vocabulary/method.ts';
import { cleanText } from '../vocabulary/text.ts';
import { formatBytes, formatCount } from '../vocabulary/units.ts';
import { PROBE_TIMEOUT_MS, THIS_MACHINE, type WayChoice, wayTo } from './drive-site.ts';

export interface HidingMachine extends WayChoice {
  readonly nativeLast: (path: string, site: DriveSite) => Promise<number | null>;
}

/** One question, and opening its nodes. */
const LIMIT_MS = 60_000;

export const HIDING_MACHINE: HidingMachine = {
  ...THIS_MACHINE,
  nativeLast: (path, site) => {
    const asking = native.nativeLast(path, { ...site, timeoutMs: PROBE_TIMEOUT_MS });
    return withDeadline(asking, LIMIT_MS, () => new Error('the drive does not answer'));
  },
};

/** For the report. Nothing where nobody may ask, or the drive does not tell: it is no part of the scan. */
export async function hiddenNotes(
  { address, device, drive }: InspectedTarget,
  machine: HidingMachine,
): Promise<string[]> {
  if (drive?.mayHide !== true) return [];
  const way = await wayTo(drive, ['READ DMA EXT'], machine);
  if ('missing' in way) return [];
  const last = await machine.nativeLast(address, way.site).catch(() => null);
  const hidden = last === null ? 0 : last + 1 - drive.sectors;
  if (hidden <= 0) return [];
  const size = formatBytes(hidden * device.logicalBytes);
  return [
    `a host protected area (HPA) of ${cleanText(drive.disk.path)} hides ${formatCount(hidden)} ${hidden === 1 ? 'sector' : 'sectors'} (${size}) ` +
      'behind its last, which are not scanned (hdparm -N)',
  ];
}
