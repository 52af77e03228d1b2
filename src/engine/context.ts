// What the phases of one disk's scan share.

import { ERROR_CODES, type ErrorCode } from '../classes.ts';
import type { InspectedTarget } from '../device.ts';
import type { SurfscanErrorCode } from '../errors.ts';
import { Grid } from '../grid.ts';
import { native } from '../native.ts';
import { allocateMap } from '../surface-map.ts';
import { Crew } from './crew.ts';
import { Findings } from './findings.ts';
import { planScan, type ScanOptions, type ScanPlan } from './options.ts';
import type { Address } from './sweep.ts';

/** Why a scan cannot go on: the disk left, or surfscan met what it does not know. */
export interface Trouble {
  readonly code: SurfscanErrorCode;
  readonly errno: string | null;
  readonly message: string;
}

export interface ScanContext {
  readonly target: InspectedTarget;
  readonly address: Address;
  readonly plan: ScanPlan;
  readonly grid: Grid;
  readonly map: Uint8Array;
  readonly mapMemory: SharedArrayBuffer;
  /** One counter: blocks of the disk that failed in the pass. */
  readonly failedBlocks: SharedArrayBuffer;
  readonly crew: Crew;
  readonly findings: Findings;
  /** To be added to the workers' counters: first readings that they did not count, or that do not
   * count any more. */
  readonly corrections: Record<ErrorCode, number>;
  /** LBAs of first readings, [from, to) with `next` as the first not read: grows with the pass. */
  readonly shares: ScanShare[];
  readonly notes: string[];
  trouble: Trouble | null;
  /** The user asked for the end. */
  stopping: boolean;
  /** 0…1 of the phase under way, but for the pass, whose shares tell. */
  phaseDone: number;
  /** That narrowing took, on the disk's clock. */
  refineSpentMs: number;
  rollbacks: number;
}

/** Block indices of the grid. */
export interface ScanShare {
  readonly first: number;
  next: number;
  readonly end: number;
}

/** Throws ERR_USAGE where the options do not fit the disk. */
export function newContext(target: InspectedTarget, options: ScanOptions): ScanContext {
  const asked = planScan(target, options);
  const grid = new Grid(asked.fromLba, asked.toLba, asked.blockSectors);
  const plan = { ...asked, jobs: Math.min(asked.jobs, grid.blocks) };
  const mapMemory = allocateMap(grid);
  const corrections = Object.fromEntries(ERROR_CODES.map((code) => [code, 0]));
  return {
    target,
    address: addressOf(target),
    plan,
    grid,
    map: new Uint8Array(mapMemory),
    mapMemory,
    failedBlocks: new SharedArrayBuffer(4),
    crew: new Crew(plan.jobs, target.clockRate),
    findings: new Findings(),
    corrections: corrections as Record<ErrorCode, number>,
    shares: [],
    notes: [...target.notes],
    trouble: null,
    stopping: false,
    phaseDone: 0,
    refineSpentMs: 0,
    rollbacks: 0,
  };
}

function addressOf({ device, address, node, simSharedBytes }: InspectedTarget): Address {
  if (device.kind !== 'sim') {
    const { sectors, logicalBytes: imageSectorBytes } = device;
    const how = { engine: 'pread', depth: 1 } as const;
    return { kind: 'path', path: address, node, sectors, imageSectorBytes, ...how };
  }
  const shared = new SharedArrayBuffer(simSharedBytes);
  native.resetSim(address, new Uint8Array(shared));
  return { kind: 'sim', spec: address, shared };
}
