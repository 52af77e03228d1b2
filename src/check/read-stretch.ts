// How a stretch is read: in requests, by the kernel; by physical sector, through the drive, what is accused and
// what failed; late answers, and what failed alone, again.

import { failureOf } from '../reading/findings.ts';
import type { Order, Outcome } from '../reading/order.ts';
import { readRuns, type Settle } from '../reading/read-runs.ts';
import type { Reading, SweepRun } from '../reading/sweep.ts';
import type { SweepRunner } from '../reading/sweep-runner.ts';
import { wholeRun } from '../reading/whole-run.ts';
import { ExtentList } from '../vocabulary/extents.ts';
import { Grid } from '../vocabulary/grid.ts';
import type { LbaRange } from '../vocabulary/ranges.ts';
import type { CheckContext } from './context.ts';
import { RereadFailed } from './reread-failed.ts';
import { ceilTo, EACH_SECTOR_LIMIT, floorTo, type Stretch, type Units } from './stretches.ts';

type Cut = Pick<Order, 'unitSectors' | 'phaseLba'>;

const READ_WELL_LIMIT = 8;
const LATENCIES_LIMIT = 65_536;

export class StretchReader {
  /** Requests that failed, and those that came late. */
  readonly #failed: Reading[] = [];
  readonly #late: Reading[] = [];

  constructor(
    private readonly context: CheckContext,
    private readonly runner: SweepRunner,
    private readonly stretch: Stretch,
  ) {}

  async read(): Promise<Outcome> {
    let outcome = await this.#whole();
    if (outcome === 'done') outcome = await this.#bySector();
    this.#settleWeak();
    if (outcome !== 'done') return outcome;
    return new RereadFailed(this.context, this.runner, this.stretch, this.#failed).read();
  }

  async #whole(): Promise<Outcome> {
    const { from, requestSectors } = this.stretch;
    const cut = { unitSectors: requestSectors, phaseLba: from % requestSectors };
    const runOf = ({ from, to }: LbaRange) => wholeRun(from, to, cut.unitSectors, cut.phaseLba);
    const { unread, readWell } = this.context;
    const fail = (reading: Reading) => {
      this.context.findings.addFailed(reading);
      for (const request of requests(reading, cut)) this.#failed.push({ ...reading, ...request });
    };
    const outcome = await readRuns(
      this.context,
      this.runner,
      { ...cut, runs: [runOf(this.stretch)], ...this.#tellsGood },
      (from, to, failed) => {
        unread.delete(from, to);
        for (const reading of failed) {
          if (!reading.late) fail(reading);
          else for (const request of requests(reading, cut)) this.#hearLater(reading, request);
        }
        if (failed.length === 0 && readWell.length < READ_WELL_LIMIT) {
          readWell.push({
            fromLba: from,
            toLba: Math.min(from + requestSectors, to),
            first: 0,
            end: 1,
          });
        }
      },
      (reading) => this.#keepLatency(reading),
    );
    if (outcome !== 'done' || this.#late.length === 0) return outcome;
    return readRuns(
      this.context,
      this.runner,
      { ...cut, runs: this.#late.map(runOf) },
      (from, to, failed) => {
        unread.delete(from, to);
        // Late twice counts as a failure.
        failed.forEach(fail);
      },
    ).finally(() => this.#failed.sort((a, b) => a.from - b.from));
  }

  /** A long stretch's good requests are too many to be recorded one by one. */
  get #tellsGood() {
    const { from, to } = this.stretch;
    return to - from <= EACH_SECTOR_LIMIT ? { recordFromMs: 0 } : {};
  }

  #keepLatency({ from, to, latencyNs }: Reading): void {
    const { latenciesMs } = this.context;
    if (latenciesMs.length < LATENCIES_LIMIT) latenciesMs.set(from, to, latencyNs / 1e6);
  }

  #hearLater(reading: Reading, request: LbaRange): void {
    this.context.unread.set(request.from, request.to, null);
    this.#late.push({ ...reading, ...request });
  }

  async #bySector(): Promise<Outcome> {
    const { context, runner, stretch } = this;
    const { unitSectors, phaseLba } = context.units;
    const ranges = stretch.each ? [stretch] : joined(this.#failed, stretch, context.units);
    if (ranges.length === 0) return 'done';
    const runOf = ({ from, to }: LbaRange): SweepRun => wholeRun(from, to, unitSectors, phaseLba);
    const runs = ranges.map(runOf);
    const order: Order = { runs, unitSectors, phaseLba, byDrive: true };
    const late = new ExtentList<null>(() => null);
    const outcome = await readRuns(
      context,
      runner,
      { ...order, recordFromMs: 0 },
      this.#settleAlone(late),
      (reading) => this.#keepLatency(reading),
    );
    if (outcome !== 'done' || late.length === 0) return outcome;
    const again = { ...order, runs: late.items.map(runOf) };
    return readRuns(context, runner, again, this.#settleAlone(null));
  }

  /** A sector that came late is as it was until it is read again; `late` null: this is again. */
  #settleAlone(late: ExtentList<null> | null): Settle {
    const { findings } = this.context;
    return (from, to, failed) => {
      const before = findings.failed.within(from, to);
      findings.failed.delete(from, to);
      for (const reading of failed) {
        if (late === null || !reading.late) {
          findings.addBad(reading);
          continue;
        }
        late.set(reading.from, reading.to, null);
        for (const was of before) {
          const [first, end] = [Math.max(was.from, reading.from), Math.min(was.to, reading.to)];
          if (first < end) findings.failed.set(first, end, was.value);
        }
      }
    };
  }

  /** A request that failed, and whose sectors have all read alone since. */
  #settleWeak(): void {
    const { findings } = this.context;
    for (const reading of this.#failed) {
      const { from, to } = reading;
      if (findings.failed.overlaps(from, to) || findings.bad.overlaps(from, to)) continue;
      findings.addWeak(from, to, { ...failureOf(reading), exact: false, reads: 0 });
    }
  }
}

function requests({ from, to }: LbaRange, { unitSectors, phaseLba }: Cut): LbaRange[] {
  const grid = new Grid(from, to, unitSectors, phaseLba);
  return Array.from({ length: grid.blocks }, (_, block) => {
    return { from: grid.startOf(block), to: grid.endOf(block) };
  });
}

/** The physical sectors of failed requests, as far as they are the stretch's; one range for requests
 * that touch: a physical sector may lie across. */
function joined(failed: readonly LbaRange[], { from, to }: LbaRange, units: Units): LbaRange[] {
  const ranges: { from: number; to: number }[] = [];
  for (const request of failed) {
    const first = Math.max(from, floorTo(request.from, units));
    const end = Math.min(to, ceilTo(request.to, units));
    const last = ranges.at(-1);
    if (last !== undefined && last.to >= first) last.to = Math.max(last.to, end);
    else ranges.push({ from: first, to: end });
  }
  return ranges;
}
