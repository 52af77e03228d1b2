// Is the disk still there? Asked in a storm of errors: it is opened again, its identity is compared,
// and blocks that read well before are read again. One that reads is enough.

import { FIRST_STEP, LAST_STEP } from '../classes.ts';
import type { Device, InspectedTarget } from '../device.ts';
import { inspectTarget } from '../disks/inspect.ts';
import type { ScanContext } from './context.ts';
import type { SweepRun } from './sweep.ts';

/** Blocks that are tried before the disk is given up. */
const TRIES = 8;
/** Bytes of the map that are looked through for each try. */
const LOOK_BLOCKS = 65_536;

export async function isStillThere(context: ScanContext): Promise<boolean> {
  if (!(await isSameDisk(context.target))) return false;
  const blocks = blocksThatRead(context);
  const runs =
    blocks.length > 0 ? blocks.map((block) => blockRun(context, block)) : elsewhere(context);
  for (const run of runs) if (await reads(context, run)) return true;
  return false;
}

async function isSameDisk(target: InspectedTarget): Promise<boolean> {
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

async function reads(context: ScanContext, run: SweepRun): Promise<boolean> {
  const { crew, address, plan } = context;
  let read = false;
  await crew.sweep(
    crew.probe,
    {
      address,
      runs: [run],
      unitSectors: plan.blockSectors,
      phaseLba: 0,
      map: null,
      failedBlocks: null,
      failedLimit: 0,
      firstReading: false,
      recordFromMs: 0,
      timeoutMs: plan.timeoutMs,
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
function blocksThatRead({ map, shares }: ScanContext): number[] {
  const found = new Set<number>();
  for (let attempt = 0; attempt < 2 * TRIES && found.size < TRIES; attempt++) {
    const share = shares[attempt % shares.length];
    if (share === undefined) break;
    const part = (attempt + 0.5) / (2 * TRIES);
    const start = share.first + Math.floor((share.next - share.first) * part);
    const block = firstGood(map, start, Math.min(share.next, start + LOOK_BLOCKS));
    if (block !== null) found.add(block);
  }
  return [...found];
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

/** Where nothing has read yet, places all over the disk, in the scanned range or not. */
function elsewhere({ target, plan }: ScanContext): SweepRun[] {
  const { sectors } = target.device;
  return Array.from({ length: 2 * TRIES }, (_, i) => {
    const lba = Math.floor((sectors * (i + 0.5)) / (2 * TRIES));
    const fromLba = lba - (lba % plan.blockSectors);
    return { fromLba, toLba: Math.min(fromLba + plan.blockSectors, sectors), first: 0, end: 1 };
  });
}
