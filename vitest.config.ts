import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Worker threads cannot load TypeScript on Node 20: tests run against the built workers.
    globalSetup: ['test/build.ts'],
    // Threads of the tests would share a process with the scan's own.
    pool: 'forks',
    testTimeout: 30_000,
  },
});
