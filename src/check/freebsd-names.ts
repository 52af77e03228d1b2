// FreeBSD: the names of all that lies on a target one to one, and of what it lies on, by GEOM's mesh.

import { wholeNumber } from '../disks/freebsd/confxml.ts';
import { readGeom } from '../disks/freebsd/geom.ts';
import { MESH_DEPTH_LIMIT, type Mesh, type Provider as Node } from '../disks/freebsd/mesh.ts';
import type { DiskSystem } from '../disks/system.ts';
import type { Provider } from '../kernel-log/index.ts';
import type { Device } from '../vocabulary/device.ts';
import { NOBODY, type TargetNames } from './target-names.ts';

/** Their data begins where that of what they stand on begins; the metadata is in its last sector:
 * glabel(8), gmirror(8), geli(8), gnop(8), gjournal(8). */
const SAME_PLACE: ReadonlySet<string> = new Set(['LABEL', 'MIRROR', 'ELI', 'NOP', 'JOURNAL']);

/** `names`: the target's own, without /dev/. Rejects where GEOM cannot be asked. */
export async function freebsdNames(
  names: readonly string[],
  { logicalBytes }: Device,
  system: DiskSystem,
): Promise<TargetNames> {
  const { mesh } = await readGeom(system);
  const node = names.map((name) => mesh.provider(name)).find((found) => found !== null) ?? null;
  if (node === null) return NOBODY;
  const origin = mesh.origin(node);
  const lbaOf = (bytes: number) => Math.floor(bytes / logicalBytes);
  return {
    names: [...new Set([node.name, origin.name])],
    providers: above(mesh, origin, 0, lbaOf, 0),
    parent: parentOf(mesh, origin, lbaOf),
  };
}

function above(
  mesh: Mesh,
  below: Node,
  startBytes: number,
  lbaOf: (bytes: number) => number,
  depth: number,
): Provider[] {
  if (depth > MESH_DEPTH_LIMIT) return [];
  return mesh.consumersOf(below).flatMap(({ geom }) => {
    const isPart = geom.className === 'PART';
    if (!isPart && !SAME_PLACE.has(geom.className)) return [];
    return geom.providers.flatMap((node) => {
      const offset = isPart ? wholeNumber(node.config.get('offset')) : 0;
      if (offset === null) return [];
      const at = startBytes + offset;
      const found = { names: [node.name], fromLba: lbaOf(at), sectors: lbaOf(node.mediaBytes) };
      return [found, ...above(mesh, node, at, lbaOf, depth + 1)];
    });
  });
}

/** The disk that the target is a partition of, or the components of a mirror. */
function parentOf(mesh: Mesh, target: Node, lbaOf: (bytes: number) => number) {
  let startBytes = 0;
  let at = target;
  for (const next of mesh.enclosing(target)) {
    const offset = wholeNumber(at.config.get('offset'));
    if (offset === null) return null;
    startBytes += offset;
    at = next;
  }
  const components = at.geom.className === 'MIRROR' ? mesh.below(at) : [];
  const names = [...(at === target ? [] : [at.name]), ...components.map(({ name }) => name)];
  return names.length === 0 ? null : { names, fromLba: lbaOf(startBytes) };
}
