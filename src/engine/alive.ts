// Is the disk still there? Asked in a storm of errors: it is opened again, its identity is compared,
// and blocks that read well before are read again. One that reads is enough.

import { inspectTarget } from '../disks/inspect.ts';
import { FIRST_STEP, LAST_STEP } from '../vocabulary/classes.ts';
import type { Device, InspectedTarget } from '../vocabulary/device.ts';
import type { ScanContext, SweepContext } from './context.ts';
import { hangLimitMs, type SweepRun } from './sweep.ts';

/** Blocks that are tried before the disk is given up. */
const TRIES = 8;
const TRIES_ELSEWHERE = 32;
/** Bytes of the map that are looked through for each try. */
const LOOK_BLOCKS = 65_536;

/** `readBefore`: runs of one read each that read well. */
export async function isStillThere(
  context: SweepContext,
  readBefore: readonly SweepRun[],
): Promise<boolean> {
  if (!(await isSameDisk(context.target))) return false;
  for (const run of candidates(context, readBefore)) if (await reads(context, run)) return true;
  return false;
}

/** What read well before, blocks or else a sector alone; where nothing has, sectors all over. */
function candidates(context: SweepContext, readBefore: readonly SweepRun[]): readonly SweepRun[] {
  if (readBefore.length > 0) return readBefore;
  const alone = context.crew.workers.flatMap(({ lastAloneLba }) => lastAloneLba ?? []);
  return alone.length > 0 ? alone.map((lba) => sectorRun(context, lba)) : elsewhere(context);
}

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
  const { crew, address, plan } = context;
  let read = false;
  await crew.sweep(
    crew.probe,
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

/** Blocks with a good first reading, spread over what has been read: a drive's cache may still
 * answer for the newest when nothing else does. */
export function blocksThatRead(context: ScanContext): SweepRun[] {
  const { map, shares } = context;
  const found = new Set<number>();
  for (let attempt = 0; attempt < 2 * TRIES && found.size < TRIES; attempt++) {
    const share = shares[attempt % shares.length];
    if (share === undefined) break;
    const part = (attempt + 0.5) / (2 * TRIES);
    const start = share.first + Math.floor((share.next - share.first) * part);
    const block = firstGood(map, start, Math.min(share.next, start + LOOK_BLOCKS));
    if (block !== null) found.add(block);
  }
  // Where few have read, they may lie anywhere.
  for (const { first, end } of shares) {
    for (let next = first; found.size < TRIES; ) {
      const block = firstGood(map, next, end);
      if (block === null) break;
      found.add(block);
      next = block + 1;
    }
  }
  return [...found].map((block) => blockRun(context, block));
}

function firstGood(map: Uint8Array, first: number, end: number): number | null {
  for (let block = first; block < end; block++) {
    if (map[block]! >= FIRST_STEP && map[block]! <= LAST_STEP) return block;
  }
  return null;
}

function blockRun({ grid }: ScanContext, block: number): SweepRun {
  return { fromLba: grid.startOf(block), toLba: grid.endOf(block), first: 0, end: 1 };
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
