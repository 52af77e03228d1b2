// Providers that stand on other disks.

import { layerWarning } from '../layer-warning.ts';
import { MESH_DEPTH_LIMIT, type Mesh, type Provider } from './mesh.ts';

/** Where LBAs and errors are the disk's own, and what comes from no disk. */
const NO_LAYER: ReadonlySet<string> = new Set(['DISK', 'PART', 'LABEL', 'FLASHMAP', 'MD', 'GATE']);

const WORDS: ReadonlyMap<string, string> = new Map([
  ['MIRROR', 'a mirror'],
  ['STRIPE', 'a stripe'],
  ['CONCAT', 'a concatenation'],
  ['RAID', 'a RAID'],
  ['RAID3', 'a RAID'],
  ['MULTIPATH', 'a multipath disk'],
  ['ELI', 'an encrypted volume'],
  ['BDE', 'an encrypted volume'],
  ['ZFS::ZVOL', 'a ZFS volume'],
]);

/** gmirror(8) takes a disk out of the mirror for one read that fails: kern.geom.mirror.disconnect_on_failure. */
const MIRROR_DROPS = ' gmirror drops a disk for one read error.';

export function layerWarningOf(path: string, mesh: Mesh, provider: Provider): string | null {
  const base = mesh.enclosing(provider).at(-1) ?? mesh.origin(provider);
  const { className } = base.geom;
  if (NO_LAYER.has(className)) return null;
  const words = WORDS.get(className) ?? `a ${className} device`;
  const extra = className === 'MIRROR' ? MIRROR_DROPS : '';
  return layerWarning(path, words, membersOf(mesh, base), extra);
}

/** Known by its path alone, where the mesh could not be read. */
export function layerWarningOfPath(path: string): string | null {
  const [, directory] =
    path.match(/^\/dev\/(mirror|stripe|concat|raid|raid3|multipath|zvol)\//) ?? [];
  if (directory === undefined) return null;
  const extra = directory === 'mirror' ? MIRROR_DROPS : '';
  return layerWarning(path, `a ${directory} device`, [], extra);
}

/** The disks and partitions at the bottom. */
function membersOf(mesh: Mesh, provider: Provider, depth = 0): string[] {
  if (depth > MESH_DEPTH_LIMIT) return [];
  const members = mesh.below(provider).flatMap((below) => {
    const base = mesh.enclosing(below).at(-1) ?? mesh.origin(below);
    if (NO_LAYER.has(base.geom.className)) return [`/dev/${mesh.origin(below).name}`];
    return membersOf(mesh, base, depth + 1);
  });
  return [...new Set(members)];
}
