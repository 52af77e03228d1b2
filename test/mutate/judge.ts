// Makes changes one by one, and sees whether the tests notice.

import { stripVTControlCharacters } from 'node:util';
import { applied, type Change } from './changes.ts';
import type { Nearest } from './nearest.ts';
import type { Workspace } from './workspace.ts';

/** `noticed`: a test failed, or nothing ended any more. `odd`: it does not compile, and is no change. */
export type Fate = 'noticed' | 'survived' | 'odd';

export interface Verdict {
  readonly fate: Fate;
  /** Which test noticed it; null: none, or it never ended. */
  readonly by: string | null;
}

/** As vitest tells of a test: its file, and its name behind. */
const FAILED = /^ ?FAIL +((\S+).*)$/m;

export class Judge {
  readonly #noticing = new Set<string>();

  constructor(
    private readonly workspace: Workspace,
    private readonly nearest: Nearest,
    private readonly mostTests: number,
    private readonly seed: number,
  ) {}

  async judge(file: string, source: string, change: Change): Promise<Verdict> {
    this.workspace.write(file, applied(source, change));
    try {
      if (!(await this.workspace.build())) return { fate: 'odd', by: null };
      const tests = this.nearest.testsOf(file, this.mostTests);
      if (tests.length === 0) return { fate: 'survived', by: null };
      const { status, output } = await this.workspace.test(tests, this.seed);
      if (status === 0) return { fate: 'survived', by: null };
      const failed = FAILED.exec(stripVTControlCharacters(output));
      if (failed !== null) this.#noticing.add(failed[2]!);
      return { fate: 'noticed', by: failed?.[1] ?? null };
    } finally {
      this.workspace.write(file, source);
    }
  }

  /** Throws where a test that noticed something fails though nothing is changed: it could not tell. */
  async assertTrue(): Promise<void> {
    if (!(await this.workspace.build())) throw new Error('the sources do not compile');
    if (this.#noticing.size === 0) return;
    const { status, output } = await this.workspace.test([...this.#noticing], this.seed);
    if (status !== 0) throw new Error(`without any change, tests fail:\n${output.slice(-2000)}`);
  }
}
