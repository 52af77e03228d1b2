// Who uses a provider: what stands above it in the mesh, down to mounts, swap and pools.

import { mountedWords, UseList } from '../use-list.ts';
import { type Consumer, MESH_DEPTH_LIMIT, type Mesh, type Provider } from './mesh.ts';

/** Mount points by what is mounted, "/dev/ada0p2". */
export type MountTable = ReadonlyMap<string, readonly string[]>;

/** Classes that give a provider other names or parts: what counts is above them. */
const TRANSPARENT: ReadonlySet<string> = new Set(['PART', 'LABEL', 'FLASHMAP']);

const MEMBERSHIP: ReadonlyMap<string, string> = new Map([
  ['MIRROR', 'is part of the mirror'],
  ['STRIPE', 'is part of the stripe'],
  ['CONCAT', 'is part of the concatenation'],
  ['RAID', 'is part of the RAID'],
  ['RAID3', 'is part of the RAID'],
  ['MULTIPATH', 'is a path to the multipath disk'],
  ['ELI', 'holds the encrypted volume'],
  ['BDE', 'holds the encrypted volume'],
  ['JOURNAL', 'is under the journal'],
  ['CACHE', 'is under the cache'],
]);

export function usesOf(mesh: Mesh, provider: Provider, mounts: MountTable): readonly string[] {
  const uses = new UseList();
  collect(mesh, provider, mounts, uses, new Set(), 0);
  return uses.toArray();
}

function collect(
  mesh: Mesh,
  provider: Provider,
  mounts: MountTable,
  uses: UseList,
  seen: Set<string>,
  depth: number,
): void {
  if (depth > MESH_DEPTH_LIMIT || seen.has(provider.id)) return;
  seen.add(provider.id);
  for (const consumer of mesh.consumersOf(provider)) {
    const use = useOf(consumer, `/dev/${provider.name}`, mounts);
    if (use !== null) uses.add(use);
    for (const above of consumer.geom.providers) {
      collect(mesh, above, mounts, uses, seen, depth + 1);
    }
  }
}

function useOf(consumer: Consumer, path: string, mounts: MountTable): string | null {
  const { className, name, providers } = consumer.geom;
  if (TRANSPARENT.has(className)) return null;
  // sys/geom/geom_vfs.c, g_vfs_open: one consumer a mounted file system.
  if (className === 'VFS') return mountedWords(path, mounts.get(path) ?? []);
  // sys/vm/swap_pager.c, swapongeom_locked.
  if (className === 'SWAP') return `${path} is swap`;
  // vdev_geom.c keeps all vdevs below one geom: which pool it is, GEOM does not know.
  if (className === 'ZFS::VDEV') return `${path} belongs to an imported ZFS pool`;
  if (className === 'DEV') {
    // Everything has one, open while a program has the node open. Readers, like us, do no harm.
    return consumer.mode.writes > 0 ? `${path} is open for writing in a program` : null;
  }
  const words = MEMBERSHIP.get(className) ?? `is under ${className}`;
  const above = providers[0] === undefined ? name : `/dev/${providers[0].name}`;
  return `${path} ${words} ${above}`;
}

/** `mount -p`: as in fstab(5), fields apart by blanks and tabs, blanks in names as \040. */
export function parseMounts(text: string): MountTable {
  const mounts = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const [from, to] = line.split(/[ \t]+/).map(unescapeBlanks);
    if (!from?.startsWith('/dev/') || to === undefined) continue;
    const places = mounts.get(from) ?? [];
    if (!places.includes(to)) places.push(to);
    mounts.set(from, places);
  }
  return mounts;
}

export function unescapeBlanks(field: string): string {
  return field.replace(/\\(0[0-7]{2})/g, (_all, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
}
