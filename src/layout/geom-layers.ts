// FreeBSD: what stands on a provider and has its bytes at the same place, by GEOM's mesh.

import { readGeom } from '../disks/freebsd/geom.ts';
import type { DiskSystem } from '../disks/system.ts';
import { cleanText } from '../vocabulary/text.ts';
import type { Layer } from './layers.ts';
import { metadata } from './owners/owner.ts';

/** What an encrypted provider holds, where it is attached. With a checksum for each sector, its data lie elsewhere:
 * sys/geom/eli/g_eli_integrity.c; g_eli.c, g_eli_dumpconf has then an AuthenticationAlgorithm. */
export async function geomLayersOn(path: string, system: DiskSystem) {
  const layers: Layer[] = [];
  const notes: string[] = [];
  const mesh = await readGeom(system).then(
    (state) => state.mesh,
    () => null,
  );
  const below = mesh?.provider(path.replace(/^\/dev\//, '')) ?? null;
  const consumers = mesh === null || below === null ? [] : mesh.consumersOf(mesh.origin(below));
  for (const { geom } of consumers.filter(({ geom }) => geom.className === 'ELI')) {
    const [above] = geom.providers;
    if (above === undefined || above.sectorBytes === 0) continue;
    const own = `/dev/${above.name}`;
    const words = `the encrypted volume ${cleanText(own)}`;
    if (geom.config.has('AuthenticationAlgorithm')) {
      notes.push(
        `holds ${words}: with checksums between its data, which do not lie where they are read`,
      );
      continue;
    }
    layers.push({
      whole: {
        path: own,
        isImage: false,
        node: null,
        sectors: Math.floor(above.mediaBytes / above.sectorBytes),
        logicalBytes: above.sectorBytes,
      },
      words,
      place: (byte) =>
        byte < above.mediaBytes ? byte : metadata('metadata of the encryption: its keys'),
    });
  }
  return { layers, notes };
}
