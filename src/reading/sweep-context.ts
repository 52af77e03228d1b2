// What seeing sweeps of one disk through to their end takes.

import { native } from '../addon/native.ts';
import type { InspectedTarget } from '../vocabulary/device.ts';
import { commandTimeoutMs } from './drive-site.ts';
import type { DriveWay } from './drive-way.ts';
import type { Findings } from './findings.ts';
import type { Engine } from './read-engine.ts';
import type { Address, Reading } from './sweep.ts';
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
  /** Absent: what a drive had to correct is not kept. */
  readonly findings?: Pick<Findings, 'addRecovered'>;
  trouble: Trouble | null;
  /** The user asked for the end. */
  readonly stopping: boolean;
}

/** Whether a reading is one that its order asks for. What the drive says of a good one is kept: it comes however
 * short the reading was. */
export function isTold(
  reading: Reading,
  recordFromMs: number | null,
  { findings }: Pick<SweepContext, 'findings'>,
): boolean {
  if (reading.error !== 0) return true;
  if (reading.drive !== 0) findings?.addRecovered(reading);
  return recordFromMs !== null && reading.latencyNs >= recordFromMs * 1e6;
}

/** By the target's passage, if it has one and `hangMs` is given, else by the kernel's reads. A simulated disk begins anew, as nobody has read it yet. */
export function addressOf(
  { device, address, node, simSharedBytes, passage }: InspectedTarget,
  { engine, hangMs }: { readonly engine: Engine; readonly hangMs?: number },
): Address {
  if (engine !== 'sim') {
    const { sectors, logicalBytes } = device;
    const disk = { path: address, node, sectors, imageSectorBytes: logicalBytes };
    const isRing = engine === 'io_uring';
    const kernel = { kind: 'path', ...disk, engine: isRing ? engine : 'pread', depth: 1 } as const;
    const site = passage?.site ?? null;
    if (site === null || hangMs === undefined) return kernel;
    return { ...kernel, site: { ...site, timeoutMs: commandTimeoutMs(hangMs) } };
  }
  const shared = new SharedArrayBuffer(simSharedBytes);
  native.resetSim(address, new Uint8Array(shared));
  const verifies = passage?.method === 'verify';
  return { kind: 'sim', spec: address, shared, depth: 1, verifies };
}
