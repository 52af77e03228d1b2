// The presence check, after a storm of errors: the disk is opened again, its identity is compared, and
// blocks or sectors that read well before are read again. One that reads is enough.

import { inspectTarget } from '../disks/inspect.ts';
import type { ErrorCode } from '../vocabulary/classes.ts';
import type { Device, InspectedTarget } from '../vocabulary/device.ts';
import type { Findings } from './findings.ts';
import { hangLimitMs, type SweepRun } from './sweep.ts';
import type { SweepContext } from './sweep-context.ts';
import type { WorkerControl } from './worker-control.ts';

/** Physical sectors that are tried before a disk that never read is given up. */
const TRIES_ELSEWHERE = 32;

/** The errors of a disk that does not answer any more: `may_be_storm` of native/core/slice_outcomes.cc. */
const NAMELESS: readonly ErrorCode[] = ['ABRT', 'IO', 'TIME'];

/** Nothing ever read, and no failure named a defect: the disk may never have been there. */
export function isDiskUnproven({
  control,
  findings,
}: {
  readonly control: WorkerControl;
  readonly findings: Findings;
}): boolean {
  const all = [...findings.failed.items, ...findings.bad.items];
  const named = all.some(({ value }) => !NAMELESS.includes(value.error));
  return !control.anyGoodReading && !named;
}

/** `doubtful`: it is there, and failed where it had read well before. */
export type Presence = 'there' | 'doubtful' | 'gone';

/** `readBefore`: runs of one read each that read well; the probe reads them. `failedLooks` counts by first
 * LBA how often they failed in such checks: those are tried last, as they may be bad by now. */
export async function lookForDisk(
  context: SweepContext,
  readBefore: readonly SweepRun[],
  failedLooks: Map<number, number> = new Map(),
): Promise<Presence> {
  if (!(await isSameDisk(context.target))) return 'gone';
  const known = knownToRead(context, readBefore);
  const failures = ({ fromLba }: SweepRun) => failedLooks.get(fromLba) ?? 0;
  const inOrder = [...known].sort((a, b) => failures(a) - failures(b));
  let presence: Presence = 'there';
  for (const run of known.length > 0 ? inOrder : elsewhere(context)) {
    if (await reads(context, run)) return presence;
    if (known.length === 0) continue;
    presence = 'doubtful';
    failedLooks.set(run.fromLba, failures(run) + 1);
  }
  return 'gone';
}

/** What read well before, blocks or else a sector alone. */
function knownToRead(context: SweepContext, readBefore: readonly SweepRun[]): readonly SweepRun[] {
  if (readBefore.length > 0) return readBefore;
  const alone = context.control.workers.flatMap(({ lastAloneLba }) => lastAloneLba ?? []);
  return alone.map((lba) => sectorRun(context, lba));
}

/** Whether it can be opened, with the sectors, sector size, serial, WWN and model that it had. */
export async function isSameDisk(target: InspectedTarget): Promise<boolean> {
  const { device } = target;
  let now: Device;
  try {
    const again = await inspectTarget(argumentOf(target), { sectorSize: device.logicalBytes });
    now = again.device;
  } catch {
    return false;
  }
  return (
    now.sectors === device.sectors &&
    now.logicalBytes === device.logicalBytes &&
    now.serial === device.serial &&
    now.wwn === device.wwn &&
    now.model === device.model
  );
}

function argumentOf({ device, address }: InspectedTarget): string {
  return device.kind === 'sim' ? `sim:${address}` : address;
}

async function reads(context: SweepContext, run: SweepRun): Promise<boolean> {
  const { control, address, plan } = context;
  let read = false;
  await control.sweep(
    control.probe,
    {
      address,
      runs: [run],
      // The run is one read.
      unitSectors: run.toLba - run.fromLba,
      phaseLba: run.fromLba % (run.toLba - run.fromLba),
      map: null,
      failedBlocks: null,
      failedLimit: 0,
      firstReading: false,
      recordFromMs: 0,
      timeoutMs: plan.timeoutMs,
      hangMs: hangLimitMs(address, plan),
      rowLimit: 0,
      deviceBudgetMs: null,
    },
    (reading) => {
      read ||= reading.error === 0;
    },
  );
  return read;
}

/** In the scanned range or not. Single sectors: a whole block may hold one of many bad ones. */
function elsewhere(context: SweepContext): SweepRun[] {
  const { sectors } = context.target.device;
  return Array.from({ length: TRIES_ELSEWHERE }, (_, i) =>
    sectorRun(context, Math.floor((sectors * (i + 0.5)) / TRIES_ELSEWHERE)),
  );
}

/** The physical sector that holds an LBA. */
function sectorRun({ target }: SweepContext, lba: number): SweepRun {
  const { physicalBytes, logicalBytes, sectors } = target.device;
  const unit = physicalBytes / logicalBytes;
  const into = (lba - target.physicalFirstLba + unit) % unit;
  const fromLba = Math.max(0, lba - into);
  return { fromLba, toLba: Math.min(lba - into + unit, sectors), first: 0, end: 1 };
}
