// Slices and partitions, as GEOM knows them.

import { cleanText } from '../../vocabulary/text.ts';
import { identityText } from '../identity-text.ts';
import type { ListedPartition } from '../listed.ts';
import { wholeNumber } from './confxml.ts';
import { MESH_DEPTH_LIMIT, type Mesh, type Provider } from './mesh.ts';

export type FoundPartition = Omit<ListedPartition, 'inUse'> & { readonly provider: Provider };

/** Slices and the partitions inside them (ada0s1, ada0s1a), in the order they lie on the disk. */
export function partitionsOf(
  mesh: Mesh,
  parent: Provider,
  baseLba = 0,
  depth = 0,
): FoundPartition[] {
  if (depth > MESH_DEPTH_LIMIT) return [];
  const found: FoundPartition[] = [];
  for (const { geom } of mesh.consumersOf(parent)) {
    if (geom.className !== 'PART') continue;
    const scheme = identityText(geom.config.get('scheme'), 20)?.toLowerCase() ?? null;
    for (const provider of geom.providers) {
      const partition = partitionOf(provider, scheme, parent, baseLba);
      if (partition === null) continue;
      found.push(partition, ...partitionsOf(mesh, provider, partition.firstLba, depth + 1));
    }
  }
  return found.sort((a, b) => a.firstLba - b.firstLba || b.lastLba - a.lastLba);
}

/** sys/geom/part/g_part.c, g_part_dumpconf: start and end are LBAs of what the table is in. A BSD
 * label may count from elsewhere, so the byte offset is what is taken. */
function partitionOf(provider: Provider, scheme: string | null, parent: Provider, baseLba: number) {
  const { config } = provider;
  const offset = wholeNumber(config.get('offset'));
  const start = wholeNumber(config.get('start'));
  const first = offset === null ? start : Math.floor(offset / parent.sectorBytes);
  const sectors = Math.floor(provider.mediaBytes / parent.sectorBytes);
  if (first === null || sectors === 0) return null;
  const firstLba = baseLba + first;
  return {
    provider,
    path: `/dev/${cleanText(provider.name)}`,
    scheme,
    index: wholeNumber(config.get('index')),
    type: identityText(config.get('type'), 60),
    label: identityText(config.get('label'), 100),
    firstLba,
    lastLba: firstLba + sectors - 1,
    filesystem: null,
  };
}
