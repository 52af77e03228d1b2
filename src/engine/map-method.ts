// Whether a scan that goes on reads or verifies: as it began.

import type { MapHeader } from '../map-file/header.ts';
import type { InspectedTarget } from '../vocabulary/device.ts';
import { usageError } from '../vocabulary/errors.ts';
import type { Method, MethodChoice, MethodWanted } from '../vocabulary/method.ts';

/** What each target is to be scanned by: as is asked for, or as the map says that it goes on with. Throws
 * ERR_USAGE where they differ, ERR_MAP where a map cannot be read. */
export async function methodsFor(
  targets: readonly InspectedTarget[],
  /** Of maps that go on, one of each; empty: none does. */
  paths: readonly string[],
  given: MethodChoice | undefined,
): Promise<readonly MethodWanted[]> {
  return Promise.all(
    targets.map(async (_, i) => {
      const path = paths[i];
      const stored = path === undefined ? null : await storedMethod(path);
      if (stored !== null && given !== undefined && given !== 'auto') assertMethod(stored, given);
      if (given !== undefined || stored === null) return { choice: given ?? 'read' };
      const { method, isBest = false } = stored;
      // Verified by the best command that there is, it is in any case.
      return isBest && method === 'read'
        ? { choice: 'auto' as const, within: method }
        : { choice: method };
    }),
  );
}

/** null: there is no map, or none that goes on. */
async function storedMethod(path: string): Promise<Pick<MapHeader, 'method' | 'isBest'> | null> {
  const { isReplaceable, readHeader } = await import('../map-file/map-file.ts');
  if (await isReplaceable(path)) return null;
  return readHeader(path);
}

/** Throws ERR_USAGE. */
export function assertMethod({ method }: Pick<MapHeader, 'method'>, asked: Method): void {
  if (method === asked) return;
  throw usageError(`the map does not fit: its method is ${method}, and ${asked} is asked for`);
}
