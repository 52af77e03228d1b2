// The list on FreeBSD: GEOM's mesh. Only daN is opened, and only where one may: nothing else tells
// whether it hangs on USB.

import { SurfscanError } from '../../errors.ts';
import type { NativeInspection } from '../../native.ts';
import { cleanText } from '../../text.ts';
import { withDeadline } from '../deadline.ts';
import { compareNames, identityText } from '../identity-text.ts';
import type { ListedDisk, ListedPartition } from '../listed.ts';
import { noAnswer } from '../open-error.ts';
import type { DiskSystem } from '../system.ts';
import { wholeNumber } from './confxml.ts';
import { type GeomState, readGeom } from './geom.ts';
import { busOf, identityOf } from './identity.ts';
import { MESH_DEPTH_LIMIT, type Mesh, type Provider } from './mesh.ts';
import { usesOf } from './uses.ts';

const DISK_LIMIT_MS = 5000;

/** Real disks; memory disks, which may be images; disks of other machines. */
const DISK_CLASSES = ['DISK', 'MD', 'GATE'] as const;

/** Larger is a stripe of an array, no physical sector: as native/freebsd_disk.cc has it. */
const PHYSICAL_LIMIT_BYTES = 16 * 1024;

export async function listFreebsd(
  system: DiskSystem,
  limitMs = DISK_LIMIT_MS,
): Promise<ListedDisk[]> {
  let state: GeomState;
  try {
    state = await readGeom(system);
  } catch (cause) {
    const why = cleanText(String(cause), 200);
    throw new SurfscanError('ERR_OPEN', `the disks cannot be listed: kern.geom.confxml: ${why}`, {
      cause,
    });
  }
  const { mesh } = state;
  const disks = DISK_CLASSES.flatMap((name) => mesh.geomsOfClass(name))
    .flatMap((geom) => geom.providers)
    // Without a medium a drive has size 0; optical drives are no disks.
    .filter((disk) => disk.mediaBytes > 0 && disk.sectorBytes > 0 && !/^cd\d/.test(disk.name))
    .sort((a, b) => compareNames(a.name, b.name));
  return Promise.all(disks.map((disk) => describe(disk, state, system, limitMs)));
}

async function describe(
  disk: Provider,
  { mesh, mounts }: GeomState,
  system: DiskSystem,
  limitMs: number,
): Promise<ListedDisk> {
  const path = `/dev/${cleanText(disk.name)}`;
  let asked: NativeInspection | null = null;
  let error: SurfscanError | null = null;
  if (busOf(disk.name, '') === null) {
    const late = noAnswer(path, limitMs);
    const answer = (async () => (await system.native()).inspect(path, 512))();
    asked = await withDeadline(answer, limitMs, () => late).catch((cause) => {
      // Not allowed, most likely: the rest is known all the same.
      if (cause === late) error = late;
      return null;
    });
  }
  const stripe = disk.stripeBytes;
  const isPhysical =
    stripe > disk.sectorBytes && stripe <= PHYSICAL_LIMIT_BYTES && stripe % disk.sectorBytes === 0;
  return {
    device: {
      path,
      kind: 'block',
      ...identityOf(disk, asked),
      sectors: Math.floor(disk.mediaBytes / disk.sectorBytes),
      logicalBytes: disk.sectorBytes,
      physicalBytes: isPhysical ? stripe : disk.sectorBytes,
      inUse: usesOf(mesh, disk, mounts),
    },
    partitions: partitionsOf(mesh, disk, 0, 0).map(({ provider, ...rest }) => ({
      ...rest,
      inUse: usesOf(mesh, provider, mounts),
    })),
    ...(error === null ? {} : { error }),
  };
}

type Found = Omit<ListedPartition, 'inUse'> & { readonly provider: Provider };

/** Slices and the partitions inside them (ada0s1, ada0s1a), in the order they lie on the disk. */
function partitionsOf(mesh: Mesh, parent: Provider, baseLba: number, depth: number): Found[] {
  if (depth > MESH_DEPTH_LIMIT) return [];
  const found: Found[] = [];
  for (const { geom } of mesh.consumersOf(parent)) {
    if (geom.className !== 'PART') continue;
    const scheme = identityText(geom.config.get('scheme'), 20)?.toLowerCase() ?? null;
    for (const provider of geom.providers) {
      const partition = partitionOf(provider, scheme, parent, baseLba);
      if (partition === null) continue;
      found.push(partition, ...partitionsOf(mesh, provider, partition.from, depth + 1));
    }
  }
  return found.sort((a, b) => a.from - b.from || b.to - a.to);
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
  const from = baseLba + first;
  return {
    provider,
    path: `/dev/${cleanText(provider.name)}`,
    scheme,
    index: wholeNumber(config.get('index')),
    type: identityText(config.get('type'), 60),
    label: identityText(config.get('label'), 100),
    from,
    to: from + sectors - 1,
    filesystem: null,
  };
}
