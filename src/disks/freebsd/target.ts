// A disk that was opened: what GEOM knows of it.

import type { NativeInspection } from '../../addon/interface.ts';
import type { KnownPartition } from '../../vocabulary/device.ts';
import { cleanText } from '../../vocabulary/text.ts';
import type { DiskSystem } from '../system.ts';
import type { SystemDescription } from '../system-description.ts';
import { controllerOf } from './controller.ts';
import { type GeomState, readGeom } from './geom.ts';
import { identityOf, idsOf } from './identity.ts';
import { layerWarningOf, layerWarningOfPath } from './layers.ts';
import type { Mesh, Provider } from './mesh.ts';
import { partitionsOf } from './partitions.ts';
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
  return describeProvider(cleanText(path), provider, inspection, state);
}

function describeProvider(
  path: string,
  provider: Provider,
  inspection: NativeInspection,
  { mesh, mounts }: GeomState,
): SystemDescription {
  const enclosing = mesh.enclosing(provider);
  const origin = mesh.origin(provider);
  const warning = layerWarningOf(path, mesh, provider);
  return {
    disk: {
      ...identityOf(enclosing.at(-1) ?? origin, inspection),
      inUse: usesOf(mesh, origin, mounts),
      ids: idsOf(mesh, origin),
    },
    identity: { key: keyOf(origin), within: enclosing.map(keyOf) },
    partitions: enclosing.length > 0 ? [] : knownPartitions(mesh, origin),
    notes: [],
    warnings: warning === null ? [] : [warning],
  };
}

function describeUnknown(
  node: string,
  inspection: NativeInspection,
  why: string,
): SystemDescription {
  const warning = layerWarningOfPath(cleanText(node));
  return {
    disk: { ...identityOf(null, inspection), inUse: null, ids: [] },
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
