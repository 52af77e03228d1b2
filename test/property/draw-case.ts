// Draws a run: one to four simulated disks of one geometry, scanned with one set of options.

import type { Chance } from './chance.ts';
import type { Disk, DiskCase, Options } from './disk-case.ts';
import { drawFaults } from './draw-faults.ts';

/** "A 24 TB disk": larger ones are not sold when this is written. */
const MOST_BYTES = 24e12;
const MOST_BLOCKS = 20_000;

/** At most `limit` disks. */
export function drawRun(chance: Chance, limit: number): readonly DiskCase[] {
  const first = drawCase(chance);
  const count = Math.min(limit, chance.once(6) ? chance.between(2, 4) : 1);
  const others = Array.from({ length: count - 1 }, (_, i) => ({
    disk: { ...drawDisk(chance, first.disk, first.options), seed: first.disk.seed + i + 1 },
    options: first.options,
  }));
  return [first, ...others];
}

type Geometry = Pick<Disk, 'sectors' | 'logicalBytes' | 'physicalBytes' | 'kind'>;

function drawCase(chance: Chance): DiskCase {
  const [logicalBytes, physicalBytes] = chance.of(
    [512, 512],
    [512, 512],
    [512, 4096],
    [512, 4096],
    [4096, 4096],
    [4096, 4096],
    [2048, 8192],
    [512, 65_536],
  );
  const block = drawBlock(chance);
  const blocks = chance.once(25) ? chance.small(MOST_BLOCKS) : chance.small(1200);
  const length = Math.max(1, blocks * block - chance.below(block));
  const mostSectors = Math.floor(MOST_BYTES / logicalBytes);
  const whole = chance.once(2);
  const sectors = whole ? length : drawSize(chance, length, mostSectors);
  const from = whole && !chance.once(4) ? 0 : drawFrom(chance, sectors, length);
  const to = whole && !chance.once(4) ? sectors - 1 : Math.min(sectors - 1, from + length - 1);
  const kind = chance.of('hdd', 'hdd', 'hdd', 'hdd', 'ssd', 'ssd', 'ssd', 'null');
  const options = drawOptions(chance, from, to, block);
  return {
    disk: drawDisk(chance, { sectors, logicalBytes, physicalBytes, kind }, options),
    options,
  };
}

function drawBlock(chance: Chance): number {
  if (chance.once(3)) return chance.between(1, 2048);
  if (chance.once(2)) return chance.small(2048);
  return chance.of(1, 2, 3, 7, 8, 9, 63, 64, 100, 128, 255, 256, 1000, 2047, 2048);
}

function drawSize(chance: Chance, least: number, most: number): number {
  const size = chance.of(
    most,
    2 ** 32,
    2 ** 32 + 5,
    2 ** 31 + 1,
    chance.below(most),
    chance.small(most),
  );
  return Math.min(most, Math.max(size, least));
}

function drawFrom(chance: Chance, sectors: number, length: number): number {
  const edges = [
    0,
    1,
    sectors - 1,
    sectors - length,
    2 ** 31 - 3,
    2 ** 32 - 7,
    2 ** 32 - length,
  ] as const;
  const from = chance.once(2) ? chance.below(sectors) : chance.of(...edges);
  return Math.max(0, Math.min(sectors - 1, from));
}

function drawOptions(chance: Chance, from: number, to: number, block: number): Options {
  return {
    from,
    to,
    block,
    jobs: drawJobs(chance),
    timeoutSeconds: chance.once(3) ? chance.of(1, 2.5, 10, 60) : 30,
    retries: chance.once(4) ? chance.between(1, 3) : 0,
    refine: !chance.once(12),
    refineLimitSeconds: drawRefineLimit(chance),
    maxBad: chance.once(8) ? chance.small(40) : null,
  };
}

/** Of the disk's time, which late reads use up. */
function drawRefineLimit(chance: Chance): number | null {
  if (chance.once(20)) return chance.of(0, 0.05, 1, 20);
  return chance.once(2) ? 1_000_000 : null;
}

/** A thread costs 40 ms: few disks have many. */
function drawJobs(chance: Chance): number {
  const percent = chance.below(100);
  if (percent < 65) return 1;
  if (percent < 82) return 2;
  if (percent < 92) return chance.between(3, 4);
  return percent < 98 ? chance.between(5, 8) : chance.between(9, 64);
}

function drawDisk(chance: Chance, geometry: Geometry, options: Options): Disk {
  const { sectors, logicalBytes, physicalBytes, kind } = geometry;
  const blocks = Math.ceil((options.to - options.from + 1) / options.block);
  return {
    sectors,
    logicalBytes,
    physicalBytes,
    kind,
    seed: chance.below(2 ** 40),
    faults: drawFaults(chance, geometry, options),
    gone: chance.once(12) ? chance.small(2 * blocks) - (chance.once(4) ? 1 : 0) : null,
  };
}
