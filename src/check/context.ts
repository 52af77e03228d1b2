// What the parts of one check share.

import { DriveWay } from '../reading/drive-way.ts';
import { Findings } from '../reading/findings.ts';
import { engineFor } from '../reading/read-engine.ts';
import { SectorUnit } from '../reading/sector-unit.ts';
import type { SweepRun } from '../reading/sweep.ts';
import { addressOf, type SweepContext } from '../reading/sweep-context.ts';
import type { Trouble } from '../reading/trouble.ts';
import { WorkerControl } from '../reading/worker-control.ts';
import type { Coverage } from '../vocabulary/coverage.ts';
import type { InspectedTarget } from '../vocabulary/device.ts';
import { defect } from '../vocabulary/errors.ts';
import { ExtentList } from '../vocabulary/extents.ts';
import { MOST_REQUEST_BYTES, type Stretch, type Units } from './stretches.ts';

export interface CheckOptions {
  /** Readings in all of a sector that fails alone; default 3. */
  readonly reads?: number;
  /** Default 30. */
  readonly timeoutSeconds?: number;
  /** As long as a request of the disk's system gets: a start of unknown length is read on so far.
   * Default: 16 MiB, which none exceeds. */
  readonly longestRequestBytes?: number;
}

export interface CheckContext extends SweepContext {
  readonly units: Units;
  readonly reads: number;
  readonly findings: Findings;
  /** LBAs that are to be read and of which nothing is known yet, [from, to). */
  readonly unread: ExtentList<null>;
  /** All that is to be read, but for what a failure before it has made needless. */
  readonly planned: ExtentList<null>;
  /** Of readings that read well, in milliseconds, for the picture: not of all. */
  readonly latenciesMs: ExtentList<number>;
  /** Requests that read well: for presence checks. */
  readonly readWell: SweepRun[];
  readonly notes: readonly string[];
  stopping: boolean;
}

/** A scan's default for `--hang`. */
const HANG_MS = 600_000;

export function newCheckContext(
  target: InspectedTarget,
  stretches: Iterable<Stretch>,
  options: CheckOptions,
): CheckContext {
  const { engine, notes: said } = engineFor(target.device, undefined);
  const notes = [...target.notes, ...said];
  const unread = new ExtentList<null>(() => null);
  const planned = new ExtentList<null>(() => null);
  for (const { from, to } of stretches) {
    unread.set(from, to, null);
    planned.set(from, to, null);
  }
  return {
    target,
    address: addressOf(target, { engine }),
    plan: { depth: 1, timeoutMs: (options.timeoutSeconds ?? 30) * 1000, hangMs: HANG_MS },
    driveWay: new DriveWay(target.drive, HANG_MS, (note) => notes.push(note)),
    control: new WorkerControl(1, target.clockRate, false),
    units: unitsOf(target, options),
    reads: options.reads ?? 3,
    findings: new Findings(),
    unread,
    planned,
    latenciesMs: new ExtentList<number>(() => undefined),
    readWell: [],
    notes,
    trouble: null as Trouble | null,
    stopping: false,
  };
}

export function unitsOf(
  target: InspectedTarget,
  { longestRequestBytes = MOST_REQUEST_BYTES }: CheckOptions = {},
): Units {
  const { sectors, logicalBytes } = target.device;
  return {
    sectors,
    logicalBytes,
    ...new SectorUnit(target).surest,
    longestRequestSectors: Math.floor(
      Math.min(longestRequestBytes, MOST_REQUEST_BYTES) / logicalBytes,
    ),
  };
}

/** good + bad + unread = total. Throws ERR_DEFECT where a sector is in two of them. */
export function coverageOf({ findings, unread, planned }: CheckContext): Coverage {
  const totalSectors = planned.sectors;
  const bad = findings.bad.sectors + findings.failed.sectors;
  for (const { from, to } of findings.allBad()) {
    if (!unread.overlaps(from, to)) continue;
    throw defect(`coverage: of the sectors ${from} to ${to - 1} some are bad and unread`);
  }
  const good = totalSectors - bad - unread.sectors;
  if (good < 0) throw defect(`coverage: ${-good} sectors more than there are`);
  return { total: totalSectors, good, bad, unread: unread.sectors };
}
