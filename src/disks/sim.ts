// The built-in simulated disk as a target.

import { cleanText } from '../vocabulary/text.ts';
import type { IdentifiedTarget } from './distinct.ts';
import { identityText } from './identity-text.ts';
import { type OpenFailure, openError } from './open-error.ts';
import type { DiskSystem } from './system.ts';

/** `spec` is what stands behind `sim:`. Throws ERR_USAGE where it describes no disk. */
export async function inspectSim(spec: string, system: DiskSystem): Promise<IdentifiedTarget> {
  const native = await system.native();
  const sim = (() => {
    try {
      return native.describeSim(spec);
    } catch (cause) {
      throw openError(`sim:${spec}`, cause as OpenFailure, system);
    }
  })();
  const { geometry } = sim;
  return {
    node: '',
    address: spec,
    device: {
      path: cleanText(`sim:${spec}`),
      kind: 'sim',
      model: identityText(sim.model),
      serial: identityText(sim.serial),
      firmware: null,
      wwn: null,
      sectors: geometry.sectors,
      logicalBytes: geometry.logicalBytes,
      physicalBytes: geometry.physicalBytes,
      rotational: sim.kind === 'null' ? null : sim.kind === 'hdd',
      bus: null,
      inUse: [],
      ids: [],
      slot: null,
    },
    physicalFirstLba: geometry.physicalFirstLba,
    partitions: [],
    cacheBypassed: true,
    discards: false,
    notes: [],
    warnings: [],
    clockRate: clockRate(sim.kind, sim.speed),
    simSharedBytes: sim.sharedBytes,
    identity: { key: `sim:${normalised(spec)}`, within: [] },
  };
}

/** `kind=null` has no model of time: the real clock runs. */
function clockRate(kind: string, speed: number): number {
  if (kind === 'null') return 1;
  return speed === 0 ? Number.POSITIVE_INFINITY : speed;
}

/** The order of its parts makes no other disk. */
function normalised(spec: string): string {
  const parts = spec.split(',').filter((part) => part !== '');
  return parts.sort().join(',');
}
