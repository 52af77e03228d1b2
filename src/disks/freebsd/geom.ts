// Asks FreeBSD for its mesh and its mounts.

import { withDeadline } from '../deadline.ts';
import type { DiskSystem } from '../system.ts';
import { parseConfxml } from './confxml.ts';
import type { Mesh } from './mesh.ts';
import { type MountTable, parseMounts } from './uses.ts';

/** The mesh is walked under GEOM's topology lock, which a hung disk may hold. */
const COMMAND_LIMIT_MS = 10_000;

export interface GeomState {
  readonly mesh: Mesh;
  readonly mounts: MountTable;
}

/** Rejects with what went wrong: sysctl(8) failed, did not answer, or said what is no mesh. */
export async function readGeom(system: DiskSystem): Promise<GeomState> {
  const asked = Promise.all([
    system.run('/sbin/sysctl', ['-n', 'kern.geom.confxml'], COMMAND_LIMIT_MS),
    // Without it a mounted file system is still known to be mounted, only not where.
    system.run('/sbin/mount', ['-p'], COMMAND_LIMIT_MS).catch(() => ''),
  ]);
  // A program that hangs in the kernel does not even die of the signal that its time is up.
  const [xml, mounts] = await withDeadline(asked, COMMAND_LIMIT_MS + 1000, () => {
    return new Error(`sysctl(8) did not answer within ${COMMAND_LIMIT_MS / 1000} s`);
  });
  return { mesh: parseConfxml(xml), mounts: parseMounts(mounts) };
}
