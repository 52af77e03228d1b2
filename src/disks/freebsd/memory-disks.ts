// The files below memory disks of type vnode: md(4); sys/dev/md/md.c, g_md_dumpconf.

import type { FileDisk } from '../file-disk.ts';
import type { DiskSystem } from '../system.ts';
import { readGeom } from './geom.ts';

/** Rejects where GEOM cannot be asked. */
export async function memoryDiskFiles(system: DiskSystem): Promise<readonly FileDisk[]> {
  const { mesh } = await readGeom(system);
  const found: FileDisk[] = [];
  for (const geom of mesh.geomsOfClass('MD')) {
    for (const { name, config } of geom.providers) {
      const file = config.get('file') ?? geom.config.get('file');
      if (file !== undefined) found.push({ file, disk: `/dev/${name}` });
    }
  }
  return found;
}
