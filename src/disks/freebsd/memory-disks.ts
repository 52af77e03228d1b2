// The files below memory disks of type vnode: md(4); sys/dev/md/md.c, g_md_dumpconf.

import type { DiskSystem } from '../system.ts';
import { readGeom } from './geom.ts';

/** By the file: the disk. Rejects where GEOM cannot be asked. */
export async function memoryDiskFiles(system: DiskSystem): Promise<ReadonlyMap<string, string>> {
  const { mesh } = await readGeom(system);
  const found = new Map<string, string>();
  for (const geom of mesh.geomsOfClass('MD')) {
    for (const { name, config } of geom.providers) {
      const file = config.get('file') ?? geom.config.get('file');
      if (file !== undefined) found.set(file, `/dev/${name}`);
    }
  }
  return found;
}
