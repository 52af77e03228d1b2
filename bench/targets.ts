// What the program is measured against: the one table of targets. A benchmark finds values for some
// of them; the report says whether their median is within the limit.

export interface Target {
  /** What the value is: a ratio unless it has a unit. */
  readonly measure: string;
  readonly limit: { readonly most: number } | { readonly least: number };
  readonly unit?: 'KB' | 'MB' | 'MiB' | 'ms' | '%';
}

/** In the order of the report. */
export const TARGETS = {
  ramWall: {
    measure: 'loop over RAM, 6 GiB, default settings: wall of the whole process / best peer',
    limit: { most: 1.0 },
  },
  zram: {
    measure: 'empty zram, one worker, depth 1: elapsed_s / bare C loop',
    limit: { most: 1.05 },
  },
  null: {
    measure: '`sim:kind=null`, one worker, blocks a second / fio null engine at 128 KiB',
    limit: { least: 2 },
  },
  smallBlocks: {
    measure: 'loop over RAM, `--block 8`, reads a second / fio io_uring 4 KiB depth 32',
    limit: { least: 0.9 },
  },
  dyingReads: {
    measure: 'dying disk: failing reads / (bad sectors + failed blocks)',
    limit: { most: 1.05 },
  },
  dyingWall: {
    measure: 'dying disk: wall / ddrescue -d -b 512 -c 256',
    limit: { most: 1.0 },
  },
  dying4KnReads: {
    measure: 'the same, 4096-byte sectors: failing reads / (bad physical sectors + failed blocks)',
    limit: { most: 1.0 },
  },
  peakMemory: { measure: '24 TB: peak resident memory', limit: { most: 400 }, unit: 'MiB' },
  largeRate: { measure: '24 TB: rate / rate of 1 TB', limit: { least: 0.95 } },
  threeDisks: {
    measure: 'three latency-bound disks together / one alone',
    limit: { most: 1.1 },
  },
  manyDisks: {
    measure: '24 simulated spinning disks in real time: share of one core, in all',
    limit: { most: 50 },
    unit: '%',
  },
  tui1TB: {
    measure: 'the TUI at 10 frames a second, 1 TB: share of one core',
    limit: { most: 3 },
    unit: '%',
  },
  tui24TB: {
    measure: 'the TUI at 10 frames a second, 24 TB: share of one core',
    limit: { most: 3 },
    unit: '%',
  },
  tuiFleet: {
    measure: 'the TUI at 10 frames a second, 24 disks: share of one core',
    limit: { most: 6 },
    unit: '%',
  },
  mapCore: {
    measure: 'a map with 100,000 findings, while its scan runs: share of one core',
    limit: { most: 1 },
    unit: '%',
  },
  mapDisk: {
    measure: 'the same: share of the time of a disk that writes 100 MB/s',
    limit: { most: 1 },
    unit: '%',
  },
  page1TB: { measure: '`report --html` of 1 TB', limit: { most: 250 }, unit: 'KB' },
  pageTime1TB: { measure: 'the same: wall', limit: { most: 2000 }, unit: 'ms' },
  page24TB: { measure: '`report --html` of 24 TB', limit: { most: 1500 }, unit: 'KB' },
  pageTime24TB: { measure: 'the same: wall', limit: { most: 15_000 }, unit: 'ms' },
  sheet: { measure: 'the sheet of 1,000 disks', limit: { most: 5000 }, unit: 'KB' },
  closedMap1TB: { measure: 'the map of a finished scan of 1 TB', limit: { most: 3.5 }, unit: 'MB' },
  closedMap24TB: { measure: 'the same of 24 TB', limit: { most: 27 }, unit: 'MB' },
  storedAnswer: {
    measure: '`report` --verdict, --line, --nagios, --prometheus, 1 and 24 TB: the slowest',
    limit: { most: 300 },
    unit: 'ms',
  },
  diff1TB: { measure: '`diff` of two maps of 1 TB', limit: { most: 1000 }, unit: 'ms' },
  firstRead: { measure: 'start to the first read / Node alone', limit: { most: 2 } },
  version: { measure: '`--version`: whole process / Node alone', limit: { most: 1.6 } },
  reportLine: {
    measure: '`report --line` of 1 TB: whole process / Node alone',
    limit: { most: 1.6 },
  },
  diskBench: {
    measure: '`surfscan bench`, loop over RAM: reads a second / fio, the worst size and depth',
    limit: { least: 0.8 },
  },
} as const satisfies Record<string, Target>;

export type TargetName = keyof typeof TARGETS;

/** What a benchmark found: a value a round, or why there is none. */
export type Finding =
  | { readonly target: TargetName; readonly values: readonly number[]; readonly remark?: string }
  | { readonly target: TargetName; readonly missing: string };

/** For each of the targets of a benchmark that could not run. */
export function notMeasured(targets: readonly TargetName[], missing: string): Finding[] {
  return targets.map((target) => ({ target, missing }));
}

export function isMet(target: Target, value: number): boolean {
  return 'most' in target.limit ? value <= target.limit.most : value >= target.limit.least;
}
