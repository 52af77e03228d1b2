// Makes changes one by one, and sees whether the tests notice.

import { applied, type Change } from './changes.ts';
import { testsOf } from './rooms.ts';
import type { Workspace } from './workspace.ts';

/** `noticed`: a test failed, or nothing ended any more. `odd`: it does not compile, and is no change. */
export type Fate = 'noticed' | 'survived' | 'odd';

/** How much longer than unchanged no test may end: other work on the machine may come and go. */
const PATIENCE = 3;
const MORE_SECONDS = 30;
const UNCHANGED_LIMIT_SECONDS = 600;

export class Judge {
  /** Seconds of silence, by what tests. */
  readonly #limits = new Map<readonly string[], number>();

  constructor(
    private readonly workspace: Workspace,
    private readonly seed: number,
  ) {}

  /** Throws where the tests fail though nothing is changed: they could not tell anything. */
  async prepare(files: readonly string[]): Promise<void> {
    if (!(await this.workspace.build())) throw new Error('the sources do not compile');
    for (const tests of new Set(files.map(testsOf))) {
      const { status, seconds, silentSeconds, output } = await this.workspace.test(
        tests,
        '',
        UNCHANGED_LIMIT_SECONDS,
        this.seed,
      );
      if (status !== 0) throw new Error(`without any change, tests fail:\n${output}`);
      this.#limits.set(tests, PATIENCE * silentSeconds + MORE_SECONDS);
      console.log(
        `unchanged, the tests pass in ${seconds.toFixed(0)} s, silent for ${silentSeconds.toFixed(0)} s`,
      );
    }
  }

  async judge(file: string, source: string, change: Change): Promise<Fate> {
    this.workspace.write(file, applied(source, change));
    try {
      if (!(await this.workspace.build())) return 'odd';
      const tests = testsOf(file);
      const { status } = await this.workspace.test(
        tests,
        file,
        this.#limits.get(tests)!,
        this.seed,
      );
      return status === 0 ? 'survived' : 'noticed';
    } finally {
      this.workspace.write(file, source);
    }
  }
}
