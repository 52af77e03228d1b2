// What the drive counts of its own troubles, asked before the first read of a scan and after its last one.

import { askSmart } from '../smart/ask-smart.ts';
import type { SmartAnswer } from '../vocabulary/smart.ts';
import type { ScanContext } from './context.ts';

/** For who waits for the shell. */
const STOP_LIMIT_MS = 2000;
/** As a read that takes long is shown. */
const SHOW_MS = 5000;

export class SmartWitness {
  #waiting: AbortController | null = null;
  #sinceMs = 0;

  /** What the scan knows of it is in `context.smart`. */
  constructor(private readonly context: ScanContext) {}

  /** Not where an earlier run has read something: that is the midst of the scan. */
  async before(): Promise<void> {
    const { shares, smart } = this.context;
    const before = shares.length > 0 ? smart.before : await this.#ask();
    this.context.smart = { before, after: { whyNot: 'the scan has not ended' } };
  }

  /** Not where nothing was read. */
  async after(): Promise<void> {
    const { before } = this.context.smart;
    const why = this.#whyNotNow();
    this.context.smart = { before, after: why === null ? await this.#ask() : { whyNot: why } };
  }

  /** What is waited for, once it takes long; null: nothing. */
  get caution(): string | null {
    const isLong = this.#waiting !== null && performance.now() - this.#sinceMs >= SHOW_MS;
    return isLong ? 'waiting for smartctl to answer' : null;
  }

  /** Nobody waits for it any more. */
  stop(): void {
    this.#waiting?.abort();
  }

  /** A disk that hangs, or left, is left alone. */
  #whyNotNow(): string | null {
    const { trouble, control } = this.context;
    if (trouble !== null) return `the drive was not asked: ${trouble.message}`;
    const isOut = control.abandoned || control.unanswered;
    return isOut ? 'the drive was not asked, as a read of it is still unanswered' : null;
  }

  async #ask(): Promise<SmartAnswer> {
    const { target, stopping, plan } = this.context;
    if (!plan.smart) return { whyNot: 'it was not to be asked (--smart off)' };
    this.#waiting = new AbortController();
    this.#sinceMs = performance.now();
    const { signal } = this.#waiting;
    try {
      return await askSmart(target, stopping ? { signal, limitMs: STOP_LIMIT_MS } : { signal });
    } finally {
      this.#waiting = null;
    }
  }
}
