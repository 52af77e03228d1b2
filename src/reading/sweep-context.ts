// What seeing sweeps of one disk through to their end takes.

import { native } from '../addon/native.ts';
import type { InspectedTarget } from '../vocabulary/device.ts';
import type { DriveWay } from './drive-way.ts';
import type { Engine } from './read-engine.ts';
import type { Address } from './sweep.ts';
import type { Trouble } from './trouble.ts';
import type { WorkerControl } from './worker-control.ts';

/** How much at once, and how long it may take. */
export interface ReadLimits {
  /** Reads in flight a worker. */
  readonly depth: number;
  readonly timeoutMs: number;
  readonly hangMs: number;
}

/** Of a scan, a check or a benchmark. */
export interface SweepContext {
  readonly target: InspectedTarget;
  readonly address: Address;
  readonly plan: ReadLimits;
  readonly control: WorkerControl;
  /** Absent: nothing is read through the drive. */
  readonly driveWay?: DriveWay;
  trouble: Trouble | null;
  /** The user asked for the end. */
  readonly stopping: boolean;
}

/** A simulated disk begins anew, as nobody has read it yet. */
export function addressOf(
  { device, address, node, simSharedBytes }: InspectedTarget,
  { engine }: { readonly engine: Engine },
): Address {
  if (engine !== 'sim') {
    const { sectors, logicalBytes } = device;
    const disk = { path: address, node, sectors, imageSectorBytes: logicalBytes };
    return { kind: 'path', ...disk, engine, depth: 1 };
  }
  const shared = new SharedArrayBuffer(simSharedBytes);
  native.resetSim(address, new Uint8Array(shared));
  return { kind: 'sim', spec: address, shared, depth: 1 };
}
