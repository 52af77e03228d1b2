// Targets as they are to be scanned: read, or verified by their drives.

import { chooseMethod } from '../reading/method-choice.ts';
import type { InspectedTarget } from '../vocabulary/device.ts';
import { methodsFor } from './map-method.ts';
import { type MapRequest, mapPaths } from './map-names.ts';
import type { ScanOptions } from './options.ts';

/** Those of which it was not chosen yet are. Throws ERR_METHOD where one cannot be verified that is to be, and
 * ERR_USAGE where its map says another method. */
export async function chosenTargets(
  targets: readonly InspectedTarget[],
  map: MapRequest | null,
  { method }: ScanOptions,
): Promise<readonly InspectedTarget[]> {
  const paths = map?.resume ? await mapPaths(targets, map) : [];
  const methods = await methodsFor(targets, paths, method);
  return Promise.all(
    targets.map((target, i) =>
      target.passage === undefined ? chooseMethod(target, methods[i]!) : target,
    ),
  );
}
