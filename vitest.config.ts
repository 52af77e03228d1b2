import { defineConfig } from 'vitest/config';

const shared = {
  // Worker threads cannot load TypeScript on Node 20: tests run against the built workers.
  globalSetup: ['test/build.ts'],
  // Threads of the tests would share a process with the scan's own.
  pool: 'forks' as const,
};

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...shared,
          name: 'unit',
          include: ['test/{unit,tui,property}/**/*.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        // Real block devices, and latencies that a neighbour would disturb: one file at a time.
        test: {
          ...shared,
          name: 'end to end',
          include: ['test/{rig,e2e}/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        // A virtual machine with disks that fail: the program's whole way down to the drivers.
        test: {
          ...shared,
          name: 'guest',
          include: ['test/guest/**/*.test.ts'],
          testTimeout: 150_000,
          hookTimeout: 150_000,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
