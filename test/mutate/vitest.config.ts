// How the copy's tests are run: without set-up, as what the workers run is built once a change, and those
// first that are likely to notice.

import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Paths in the order of their turn, and what the changed file is called. */
const ORDER = (process.env.MUTATE_ORDER ?? '').split(' ');
const CHANGED = process.env.MUTATE_CHANGED ?? '';

class LikelyFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const turn = ({ moduleId }: TestSpecification) =>
      moduleId.endsWith(`/${CHANGED}.test.ts`)
        ? -1
        : ORDER.findLastIndex((path) => moduleId.includes(path));
    return [...files].sort((a, b) => turn(a) - turn(b) || (a.moduleId < b.moduleId ? -1 : 1));
  }
}

export default defineConfig({
  test: {
    include: ['test/{unit,tui,property}/**/*.test.ts'],
    pool: 'forks',
    testTimeout: 900_000,
    maxWorkers: 2,
    sequence: { sequencer: LikelyFirst },
  },
});
