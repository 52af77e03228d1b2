// A disk that was opened: what GEOM knows of it.

import type { NativeDriveFacts, NativeInspection } from '../../addon/interface.ts';
import type { KnownPartition } from '../../vocabulary/device.ts';
import { cleanText } from '../../vocabulary/text.ts';
import { identifyNotes } from '../identify-words.ts';
import type { DiskSystem } from '../system.ts';
import type { SystemDescription } from '../system-description.ts';
import { controllerOf } from './controller.ts';
import { driveFactsOf, driveOf } from './drive.ts';
import { type GeomState, readGeom } from './geom.ts';
import { identityOf, idsOf } from './identity.ts';
import { layerWarningOf, layerWarningOfPath } from './layers.ts';
import type { Mesh, Provider } from './mesh.ts';
import { partitionsOf } from './partitions.ts';
import { retriesNote } from './retries.ts';
import { slotsFor } from './slots.ts';
import { usesOf } from './uses.ts';

export async function describeFreebsdTarget(
  path: string,
  inspection: NativeInspection,
  system: DiskSystem,
): Promise<SystemDescription> {
  // /dev/nvd0 is a link to nda0 since FreeBSD 14: a provider has its node's real name.
  const node = await system.realpath(path).catch(() => path);
  const controller = await controllerOf(inspection.attachment, system);
  const described = await describe(path, node, inspection, system);
  return controller === null ? described : { ...described, controller };
}

async function describe(
  path: string,
  node: string,
  inspection: NativeInspection,
  system: DiskSystem,
): Promise<SystemDescription> {
  const name = node.replace(/^\/dev\//, '');
  let state: GeomState;
  try {
    state = await readGeom(system);
  } catch (error) {
    const why = `kern.geom.confxml could not be read: ${cleanText(String(error), 200)}`;
    return describeUnknown(node, inspection, why);
  }
  const provider = state.mesh.provider(name);
  if (provider === null) return describeUnknown(node, inspection, `GEOM does not know ${node}`);
  return describeProvider(cleanText(path), provider, inspection, state, system);
}

async function describeProvider(
  path: string,
  provider: Provider,
  inspection: NativeInspection,
  { mesh, mounts }: GeomState,
  system: DiskSystem,
): Promise<SystemDescription> {
  const enclosing = mesh.enclosing(provider);
  const origin = mesh.origin(provider);
  const disk = enclosing.at(-1) ?? origin;
  const warning = layerWarningOf(path, mesh, provider);
  const facts = await driveFactsOf(disk.name, system).catch(() => null);
  const drive = driveOf(mesh, origin, inspection);
  return {
    disk: {
      ...identityOf(disk, inspection, facts, await slotsFor([disk], system)),
      inUse: usesOf(mesh, origin, mounts),
      ids: idsOf(mesh, origin),
    },
    identity: { key: keyOf(origin), within: enclosing.map(keyOf) },
    partitions: enclosing.length > 0 ? [] : knownPartitions(mesh, origin),
    notes: await notesOf(disk, facts, system),
    warnings: warning === null ? [] : [warning],
    ...(drive === null ? {} : { drive }),
  };
}

async function notesOf(disk: Provider, facts: NativeDriveFacts | null, system: DiskSystem) {
  const retries = await retriesNote(disk.name, system);
  const sectors = disk.sectorBytes === 0 ? 0 : Math.floor(disk.mediaBytes / disk.sectorBytes);
  const words = facts?.identify ?? null;
  return [
    ...(words === null ? [] : identifyNotes(`/dev/${disk.name}`, words, sectors)),
    ...(retries === null ? [] : [retries]),
  ];
}

function describeUnknown(
  node: string,
  inspection: NativeInspection,
  why: string,
): SystemDescription {
  const warning = layerWarningOfPath(cleanText(node));
  return {
    disk: { ...identityOf(null, inspection, null), inUse: null, ids: [] },
    identity: { key: `geom:${node.replace(/^\/dev\//, '')}`, within: [] },
    partitions: [],
    notes: [`${cleanText(why)}: who uses the disk could not be told`],
    warnings: warning === null ? [] : [warning],
  };
}

function knownPartitions(mesh: Mesh, disk: Provider): KnownPartition[] {
  return partitionsOf(mesh, disk).flatMap(({ index, firstLba, lastLba }) =>
    index === null ? [] : [{ index, firstLba, lastLba }],
  );
}

function keyOf(provider: Provider): string {
  return `geom:${provider.name}`;
}
