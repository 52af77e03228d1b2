// The memory of a map that is read.

import { allocateMap } from '../addon/surface-map.ts';
import { usageError } from '../vocabulary/errors.ts';
import { formatCount } from '../vocabulary/units.ts';
import type { MapLayout } from './format.ts';

/** Throws ERR_USAGE where the machine has too little. */
export function allocate(layout: MapLayout): Uint8Array {
  try {
    return new Uint8Array(allocateMap(layout.grid));
  } catch {
    const blocks = formatCount(layout.blocks);
    throw usageError(`it has ${blocks} blocks: more than a quarter of the memory here`);
  }
}
