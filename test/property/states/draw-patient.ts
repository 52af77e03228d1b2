// Small disks with all kinds of faults, drawn by fast-check, so that what fails is made smaller.

import fc from 'fast-check';
import type { Code, DiskCase, Fault } from '../disk-case.ts';
import { Oracle } from '../expected.ts';
import { mayBeDead } from '../order-dependence.ts';

export const TIMEOUT_SECONDS = 1;
/** Slower than 500 ms; and later than the timeout. */
const SLOW_MS = 600;
const LATE_MS = 1300;
/** So many failures in a row that the disk is looked for. */
const STORM_BLOCKS = 32;

interface Room {
  readonly sectors: number;
  readonly block: number;
}

/** Faults that stay, and ones that count readings: a simulated disk's counters begin anew in each run. */
function faultOf({ sectors, block }: Room): fc.Arbitrary<Fault> {
  const place = fc.record({ from: fc.nat(sectors - 1), length: fc.integer({ min: 1, max: 6 }) });
  const range = ({ from, length }: { from: number; length: number }) => ({
    from,
    to: Math.min(sectors - 1, from + length - 1),
  });
  const code = fc.constantFrom<Code>('UNC', 'UNC', 'IDNF', 'AMNF', 'IO', 'IO', 'ABRT', 'TIME');
  const bad = fc
    .record({ place, code, afterMs: fc.constantFrom(null, null, 5) })
    .map(({ place, ...rest }): Fault => ({ kind: 'bad', ...range(place), ...rest }));
  const storm = fc
    .record({ place, code, blocks: fc.integer({ min: STORM_BLOCKS, max: 2 * STORM_BLOCKS }) })
    .map(({ place: { from }, code, blocks }): Fault => {
      const to = Math.min(sectors - 1, from + blocks * block);
      return { kind: 'bad', from, to, code, afterMs: null };
    });
  const weak = fc
    .record({ place, reads: fc.integer({ min: 1, max: 3 }) })
    .map(({ place, reads }): Fault => ({ kind: 'weak', ...range(place), reads }));
  const slow = fc
    .record({
      place,
      ms: fc.constantFrom(SLOW_MS, LATE_MS),
      reads: fc.constantFrom(null, null, 1, 2),
    })
    .map(({ place: { from }, ms, reads }): Fault => ({ kind: 'slow', from, to: from, ms, reads }));
  const hang = place.map(({ from }): Fault => ({ kind: 'hang', from, to: from, ms: LATE_MS }));
  return fc.oneof(
    { weight: 6, arbitrary: bad },
    { weight: 2, arbitrary: storm },
    { weight: 2, arbitrary: weak },
    { weight: 2, arbitrary: slow },
    { weight: 1, arbitrary: hang },
  );
}

/** A disk, and the options of its undisturbed scan. */
export const patients: fc.Arbitrary<DiskCase> = fc
  .record({
    bytes: fc.constantFrom([512, 512] as const, [512, 4096] as const, [4096, 4096] as const),
    kind: fc.constantFrom('ssd' as const, 'hdd' as const),
    block: fc.constantFrom(1, 3, 8, 16),
    blocks: fc.integer({ min: 60, max: 220 }),
    less: fc.nat(15),
    seed: fc.nat(1000),
    jobs: fc.constantFrom(1, 1, 1, 2, 3),
    retries: fc.constantFrom(0, 0, 0, 1, 2),
    cut: fc.constantFrom(0, 0, 5),
  })
  .chain(({ bytes, kind, block, blocks, less, seed, jobs, retries, cut }) => {
    const sectors = blocks * block - (less % block);
    return fc.array(faultOf({ sectors, block }), { maxLength: 6 }).map((faults): DiskCase => {
      const [logicalBytes, physicalBytes] = bytes;
      const disk = { sectors, logicalBytes, physicalBytes, kind, seed, faults, gone: null };
      return {
        disk,
        options: {
          from: cut,
          to: sectors - 1 - cut,
          block,
          jobs,
          timeoutSeconds: TIMEOUT_SECONDS,
          retries,
          refine: true,
          refineLimitSeconds: 1_000_000,
          maxBad: null,
        },
      };
    });
  })
  .filter(isSurelyThere);

/** Whoever looks for the disk finds a block that reads, in whatever order it was read. */
function isSurelyThere({ disk, options }: DiskCase): boolean {
  const scanned = { disk, options: { ...options, jobs: 2 } };
  return !mayBeDead(scanned, new Oracle(scanned).expected());
}

/** 4,096 bad sectors in a row that fail at once are no storm. */
export const realStorm: DiskCase = {
  disk: {
    sectors: 8192,
    logicalBytes: 512,
    physicalBytes: 512,
    kind: 'ssd',
    seed: 1,
    faults: [{ kind: 'bad', from: 1003, to: 1003 + 4095, code: 'IO', afterMs: null }],
    gone: null,
  },
  options: {
    from: 0,
    to: 8191,
    block: 16,
    jobs: 1,
    timeoutSeconds: TIMEOUT_SECONDS,
    retries: 0,
    refine: true,
    refineLimitSeconds: 1_000_000,
    maxBad: null,
  },
};

export const FAILED_EARLY_BLOCKS = 100;

/** Some of its blocks fail, by defects with names, and more of them are slow. */
export const failedEarly: DiskCase = {
  disk: {
    ...realStorm.disk,
    sectors: FAILED_EARLY_BLOCKS * 16,
    faults: [
      { kind: 'bad', from: 100, to: 103, code: 'UNC', afterMs: null },
      { kind: 'bad', from: 500, to: 579, code: 'IDNF', afterMs: null },
      { kind: 'slow', from: 800, to: 1439, ms: SLOW_MS, reads: null },
    ],
  },
  options: { ...realStorm.options, to: FAILED_EARLY_BLOCKS * 16 - 1 },
};

/** Narrowing reads two physical sectors. */
export const failedOnce: DiskCase = {
  disk: {
    ...failedEarly.disk,
    physicalBytes: 4096,
    faults: [{ kind: 'bad', from: 100, to: 100, code: 'UNC', afterMs: null }],
  },
  options: failedEarly.options,
};
