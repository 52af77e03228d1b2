// The list on FreeBSD: GEOM's mesh. Only disks whose driver leaves their bus open, as daN's does, are
// opened, and only where one may: nothing else says whether they hang on USB.

import type { NativeInspection } from '../../addon/interface.ts';
import { SurfscanError } from '../../vocabulary/errors.ts';
import { cleanText } from '../../vocabulary/text.ts';
import { withDeadline } from '../deadline.ts';
import { compareNames } from '../identity-text.ts';
import type { ListedDisk } from '../listed.ts';
import { noAnswer } from '../open-error.ts';
import type { DiskSystem } from '../system.ts';
import { driveFactsOf } from './drive.ts';
import { type GeomState, readGeom } from './geom.ts';
import { busOf, identityOf, idsOf } from './identity.ts';
import type { Provider } from './mesh.ts';
import { partitionsOf } from './partitions.ts';
import { type Slots, slotsFor } from './slots.ts';
import { usesOf } from './uses.ts';

const DISK_LIMIT_MS = 5000;

/** Real disks; memory disks, which may be images; disks of other machines. */
const DISK_CLASSES = ['DISK', 'MD', 'GATE'] as const;

/** Larger is a stripe of an array, no physical sector: as native/freebsd/freebsd_disk.cc has it. */
const PHYSICAL_LIMIT_BYTES = 16 * 1024;

/** Sorted by name. Throws ERR_OPEN where GEOM cannot be asked; a disk that did not answer within
 * `limitMs` has an `error`. */
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
  const slots = await slotsFor(disks, system);
  return Promise.all(disks.map((disk) => describe(disk, { ...state, slots }, system, limitMs)));
}

async function describe(
  disk: Provider,
  { mesh, mounts, slots }: GeomState & { slots: Slots },
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
  const facts = await driveFactsOf(disk.name, system).catch(() => null);
  const stripe = disk.stripeBytes;
  const isPhysical =
    stripe > disk.sectorBytes && stripe <= PHYSICAL_LIMIT_BYTES && stripe % disk.sectorBytes === 0;
  return {
    device: {
      path,
      kind: 'block',
      ...identityOf(disk, asked, facts, slots),
      sectors: Math.floor(disk.mediaBytes / disk.sectorBytes),
      logicalBytes: disk.sectorBytes,
      physicalBytes: isPhysical ? stripe : disk.sectorBytes,
      inUse: usesOf(mesh, disk, mounts),
      ids: idsOf(mesh, disk),
    },
    partitions: partitionsOf(mesh, disk).map(({ provider, ...rest }) => ({
      ...rest,
      inUse: usesOf(mesh, provider, mounts),
    })),
    ...(error === null ? {} : { error }),
  };
}
