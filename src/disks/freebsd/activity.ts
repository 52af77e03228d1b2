// FreeBSD counts each disk's transfers in devstat(9), which only native code can ask for.

import { dirname } from 'node:path';
import { UNIT_BYTES } from '../../vocabulary/units.ts';
import { type ActivitySource, isDiskless, mountOf } from '../activity-source.ts';
import { withDeadline } from '../deadline.ts';
import type { DiskSystem } from '../system.ts';
import { readGeom } from './geom.ts';
import { MESH_DEPTH_LIMIT, type Mesh, type Provider } from './mesh.ts';
import { unescapeBlanks } from './uses.ts';

const MOUNT_LIMIT_MS = 5000;

/** Of the whole disk where the target is a slice, a partition or a label. */
export async function openFreebsdActivity(
  path: string,
  system: DiskSystem,
  mapPath: string | null,
): Promise<ActivitySource> {
  const node = await system.realpath(path).catch(() => path);
  const name = node.replace(/^\/dev\//, '');
  const mesh = await readGeom(system).then(
    (state) => state.mesh,
    () => null,
  );
  const provider = mesh?.provider(name) ?? null;
  const disk =
    mesh === null || provider === null
      ? null
      : (mesh.enclosing(provider).at(-1) ?? mesh.origin(provider));
  const native = await system.native();
  return {
    writesAreOurs: mapPath !== null && (await mayLieOn(mapPath, mesh, disk, system)),
    // A mirror, a volume, a gate: devstat has disks and md(4) alone.
    untold: 'devstat does not count the disk: whether others used it is not known',
    read: async () => {
      const told = native.diskStatistics(disk?.name ?? name);
      if (told === null) return null;
      return {
        readSectors512: Math.floor(told.readBytes / UNIT_BYTES),
        writtenSectors512: Math.floor(told.writtenBytes / UNIT_BYTES),
      };
    },
  };
}

/** Whether the map is written to the disk. Not known: true, as its writes must not pass for others'. */
async function mayLieOn(
  mapPath: string,
  mesh: Mesh | null,
  disk: Provider | null,
  system: DiskSystem,
): Promise<boolean> {
  const mount = await mountOfFile(mapPath, system).catch(() => null);
  if (mount === null || mesh === null || disk === null) return true;
  if (isDiskless(mount.type)) return false;
  const above = standingOn(mesh, disk);
  // A dataset is of a pool, and GEOM does not know which pool a vdev is of.
  if (mount.type === 'zfs') return above.classes.has('ZFS::VDEV');
  const from = mesh.provider(mount.from.replace(/^\/dev\//, ''));
  return from === null || above.ids.has(from.id);
}

interface Mount {
  readonly from: string;
  readonly mountPoint: string;
  readonly type: string;
}

/** The file need not be there yet, its directory must. */
async function mountOfFile(path: string, system: DiskSystem): Promise<Mount | null> {
  const place = await system.realpath(path).catch(() => system.realpath(dirname(path)));
  const late = () => new Error('mount(8) did not answer');
  const asked = system.run('/sbin/mount', ['-p'], MOUNT_LIMIT_MS);
  const text = await withDeadline(asked, MOUNT_LIMIT_MS + 1000, late);
  const mounts = text.split('\n').flatMap((line) => {
    const [from, mountPoint, type] = line.split(/[ \t]+/).map(unescapeBlanks);
    return from && mountPoint && type ? [{ from, mountPoint, type }] : [];
  });
  return mountOf(mounts, place);
}

/** The providers that stand on a disk, itself among them, and the classes of all that uses them. */
function standingOn(mesh: Mesh, disk: Provider) {
  const ids = new Set<string>();
  const classes = new Set<string>();
  const walk = (provider: Provider, depth: number) => {
    if (depth > MESH_DEPTH_LIMIT || ids.has(provider.id)) return;
    ids.add(provider.id);
    for (const { geom } of mesh.consumersOf(provider)) {
      classes.add(geom.className);
      for (const above of geom.providers) walk(above, depth + 1);
    }
  };
  walk(disk, 0);
  return { ids, classes };
}
