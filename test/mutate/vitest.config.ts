// How the copy's tests are run: without set-up, as what the workers run is built once a change, and those
// first that are likely to notice.

import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The files, in the order of their turn. */
const ORDER = (process.env.MUTATE_ORDER ?? '').split(' ');

class InTurn extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const turn = ({ moduleId }: TestSpecification) =>
      ORDER.findIndex((path) => moduleId.endsWith(path));
    return [...files].sort((a, b) => turn(a) - turn(b));
  }
}

export default defineConfig({
  test: {
    include: ['test/{unit,tui,property}/**/*.test.ts'],
    pool: 'forks',
    // Changed, it may never end.
    testTimeout: 90_000,
    maxWorkers: 2,
    sequence: { sequencer: InTurn },
  },
});
