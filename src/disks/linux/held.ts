// Whether somebody holds a disk for himself, as mounts, swap and volumes do: open(O_EXCL) tells where no
// table does, as those of another mount namespace.

import { cleanText } from '../../vocabulary/text.ts';
import { withDeadline } from '../deadline.ts';
import type { DiskSystem } from '../system.ts';

const ANY_SECTOR_BYTES = 512;

/** Who uses a disk of which no table said so; null: it cannot be known here. */
export function usesOfHeld(path: string, held: boolean | null): readonly string[] | null {
  if (held === null) return null;
  if (!held) return [];
  return [
    `${cleanText(path)} is held by something that does not show itself here (EBUSY): a mount outside of ` +
      'this container, or /proc and /sys are hidden',
  ];
}

/** null: it could not be opened, or not within `limitMs`. */
export async function isHeld(
  path: string,
  limitMs: number,
  system: DiskSystem,
): Promise<boolean | null> {
  try {
    const { inspect } = await system.native();
    const late = () => new Error('no answer');
    const { held } = await withDeadline(inspect(path, ANY_SECTOR_BYTES), limitMs, late);
    return held;
  } catch {
    return null;
  }
}
