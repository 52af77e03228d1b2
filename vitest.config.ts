import { defineConfig } from 'vitest/config';

/** Nothing takes so long but what hangs: a test that is slow on a busy machine has not failed. */
const HUNG_MS = 900_000;

const shared = {
  // Worker threads cannot load TypeScript on Node 20: tests run against the built workers.
  globalSetup: ['test/build.ts'],
  // Threads of the tests would share a process with the scan's own.
  pool: 'forks' as const,
  // What is said is compared as it stands in a locale that can show it.
  env: { LC_ALL: 'C.UTF-8' },
};

/** Files of what mostly waits. */
const SIDE_BY_SIDE = 3;

/**
 * What a neighbour would disturb: latencies, shares of a processor, and the lines of the kernel, which
 * leaves out what is more than ten in five seconds for all disks together (printk_ratelimit). And what
 * disturbs a neighbour: whoever lists disks reads the tables of every one there is, also of those whose
 * reads another test counts. And who makes a namespace of mounts: what a neighbour unmounts then stays there, and
 * its file is not whole.
 */
const ALONE = [
  'weak-and-slow',
  'foreign-reads',
  'bench',
  'tui',
  'bench-disks',
  'check-disks',
  'check-owners',
  'several-disks',
  'hostile-arguments',
  'hostile-environment',
  'silent',
  'locate',
  'disk-in-use',
].map((name) => `test/e2e/${name}.test.ts`);

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...shared,
          name: 'unit',
          include: ['test/{unit,tui,property}/**/*.test.ts'],
          testTimeout: HUNG_MS,
          hookTimeout: HUNG_MS,
          maxWorkers: 2,
        },
      },
      {
        // A virtual machine with disks that fail: the program's whole way down to the drivers. It touches
        // nothing of the host's, and takes longest: vitest begins with it, as it begins with a D.
        test: {
          ...shared,
          name: 'drivers, in a guest',
          include: ['test/guest/**/*.test.ts'],
          testTimeout: HUNG_MS,
          hookTimeout: HUNG_MS,
          maxWorkers: SIDE_BY_SIDE,
          sequence: { groupOrder: 1 },
        },
      },
      {
        // The whole program, often on real block devices: it mostly waits.
        test: {
          ...shared,
          name: 'end to end',
          include: ['test/e2e/**/*.test.ts'],
          exclude: ALONE,
          testTimeout: 300_000,
          maxWorkers: SIDE_BY_SIDE,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...shared,
          name: 'end to end, alone',
          include: ['test/rig/**/*.test.ts', ...ALONE],
          fileParallelism: false,
          testTimeout: 300_000,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
