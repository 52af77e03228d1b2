// What is read of a disk, in which order: spin-up, pass, narrowing, slow and late blocks again, narrowing
// of what failed then, retries. This is the whole policy of a scan.

import type { Outcome } from '../reading/order.ts';
import { SweepRunner } from '../reading/sweep-runner.ts';
import { UNREAD_BYTE } from '../vocabulary/classes.ts';
import type { BlockRange } from '../vocabulary/ranges.ts';
import { blocksThatRead } from './blocks-that-read.ts';
import type { ScanContext } from './context.ts';
import { areRetriesLeft, isNarrowingLeft } from './left-to-read.ts';
import { Narrowing } from './narrowing.ts';
import { Pass } from './pass.ts';
import { tallyOf } from './previous-runs.ts';
import { rereadSlow } from './reread-slow.ts';
import { rereadZones, slowCandidates } from './reread-zones.ts';
import { retryBad } from './retries.ts';
import type { Phase } from './scan-view.ts';
import { type Work, workOf } from './speed.ts';
import { spinUp } from './spin-up.ts';
import { gapsOf } from './unread.ts';

const PHASE_WORDS: Readonly<Record<Phase, string>> = {
  waiting: 'before it began',
  pass: 'before all blocks were read',
  narrowing: 'while failed blocks were narrowed',
  again: 'while slow and late blocks were read again',
  retries: 'while bad sectors were read again',
  ended: 'at its end',
};

export class Phases {
  /** Are told every phase when it begins. */
  readonly listeners: ((phase: Phase) => void)[] = [];
  #now: Phase = 'waiting';
  #hasEntered = false;
  #pass: Pass | null = null;
  /** Of the pass, once it has ended. */
  #passWork: Work | null = null;

  constructor(private readonly context: ScanContext) {}

  /** Nothing was read: all was known before. */
  get isIdle(): boolean {
    return !this.#hasEntered;
  }

  get now(): Phase {
    return this.#now;
  }

  /** Of the pass, so far. */
  get passWork(): Work {
    return this.#passWork ?? workOf(this.context);
  }

  /** Blocks, sorted, whose failures may yet turn out to be the disk's absence. */
  get unverified(): readonly BlockRange[] {
    return this.#now === 'pass' ? (this.#pass?.unverified() ?? []) : [];
  }

  /** Brings the shares up to what the workers have read. */
  refresh(): void {
    this.#pass?.refresh();
  }

  /** Takes workers or depth out of a pass that makes the disk slow. */
  shrink(): void {
    if (this.#now === 'pass') this.#pass?.shrink();
  }

  end(): void {
    this.refresh();
    this.#now = 'ended';
  }

  /** Whether nothing is left to do. */
  async run(): Promise<boolean> {
    const { context } = this;
    const runner = new SweepRunner(context, () => blocksThatRead(context));
    const { endNotes, plan, findings, control } = context;
    let outcome: Outcome = 'done';
    let isSkipped = false;
    const unlessSkipped = (ended: Outcome): Outcome => {
      if (ended !== 'stopped' || !context.skipping || context.stopping) return ended;
      endNotes.push(`skipped by hand ${PHASE_WORDS[this.#now]}`);
      isSkipped = true;
      return 'done';
    };
    const unread = gapsOf(context.shares, context.map.length);
    if (unread.length > 0) {
      this.#enter('pass');
      const rest = await spinUp(context, runner, unread);
      this.#pass = new Pass(context, runner, rest);
      outcome = unlessSkipped(await this.#pass.run());
      if (outcome === 'enough') {
        endNotes.push(`the pass stopped: --max-bad ${plan.maxBad}`);
      }
    }
    // One by one from now on.
    control.limitRate(plan.bytesPerSecond, control.workers.slice(0, 1));
    this.#passWork = workOf(context);
    // The last bad sector may have been in the last block.
    let complete = tallyOf(context.map)[UNREAD_BYTE] === 0;
    const isOver = () => outcome === 'lost' || outcome === 'stopped';
    const goesOn = (isNeeded: boolean, phase: Phase) => {
      if (!isNeeded) return false;
      const goes = !isOver() && !context.stopping;
      if (goes) this.#enter(phase);
      else complete = false;
      return goes;
    };
    const narrowing = new Narrowing(context, runner);
    const narrow = async () => {
      if (!goesOn(isNarrowingLeft(context), 'narrowing')) return;
      outcome = unlessSkipped(await narrowing.run());
    };
    await narrow();
    const isRated = unread.length === 0 && context.rereadZones !== null;
    const candidates = isRated ? [] : slowCandidates(context);
    if (goesOn(findings.hasSlowToReread, 'again')) {
      outcome = unlessSkipped(await rereadSlow(context, runner));
      await narrow();
    }
    if (candidates.length > 0) {
      if (goesOn(true, 'again')) {
        outcome = unlessSkipped(await rereadZones(context, runner, candidates));
      }
    } else if (!isRated) context.rereadZones = new Map();
    if (goesOn(areRetriesLeft(context), 'retries')) {
      outcome = unlessSkipped(await retryBad(context, runner));
    }
    complete &&= !isOver() && !isSkipped;
    if (context.stopping && !complete) endNotes.push(`stopped ${PHASE_WORDS[this.#now]}`);
    return complete;
  }

  #enter(phase: Phase): void {
    const isNew = phase !== this.#now;
    this.#now = phase;
    if (this.isIdle) this.context.endNotes.length = 0;
    if (isNew) for (const listener of this.listeners) listener(phase);
    this.#hasEntered = true;
    this.context.phaseDone = 0;
    this.context.skipping = false;
  }
}
