// Makes changes one by one, and sees whether the tests notice.

import { stripVTControlCharacters } from 'node:util';
import { applied, type Change } from './changes.ts';
import { testsOf } from './rooms.ts';
import type { Workspace } from './workspace.ts';

/** `noticed`: a test failed, or nothing ended any more. `odd`: it does not compile, and is no change. */
export type Fate = 'noticed' | 'survived' | 'odd';

export interface Verdict {
  readonly fate: Fate;
  /** Which test noticed it; null: none, or it never ended. */
  readonly by: string | null;
}

/** How much longer than unchanged no test may end: other work on the machine may come and go. */
const PATIENCE = 3;
const MORE_SECONDS = 30;
const UNCHANGED_LIMIT_SECONDS = 600;
/** As vitest tells of a test. */
const FAILED = /^ ?FAIL +(.*)$/m;

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
      if (this.#limits.has(tests)) continue;
      const { status, seconds, silentSeconds, output } = await this.workspace.test(
        tests,
        '',
        UNCHANGED_LIMIT_SECONDS,
        this.seed,
      );
      if (status !== 0) throw new Error(`without any change, tests fail:\n${output.slice(-2000)}`);
      this.#limits.set(tests, PATIENCE * silentSeconds + MORE_SECONDS);
      console.log(
        `unchanged, the tests pass in ${seconds.toFixed(0)} s, silent for ${silentSeconds.toFixed(0)} s`,
      );
    }
  }

  async judge(file: string, source: string, change: Change): Promise<Verdict> {
    this.workspace.write(file, applied(source, change));
    try {
      if (!(await this.workspace.build())) return { fate: 'odd', by: null };
      const tests = testsOf(file);
      const { status, output } = await this.workspace.test(
        tests,
        file,
        this.#limits.get(tests)!,
        this.seed,
      );
      if (status === 0) return { fate: 'survived', by: null };
      return { fate: 'noticed', by: FAILED.exec(stripVTControlCharacters(output))?.[1] ?? null };
    } finally {
      this.workspace.write(file, source);
    }
  }
}
