// Which ranges were read while others used the disk: the disk's own count of sectors less ours.
//
// The kernel counts a read before it returns to us, and we count it after that. So at any moment its
// count of our reads is at least ours, and at most ours and what is in flight. What others used since
// the beginning is thus known between two bounds, and since an earlier moment it has surely grown only
// where the lower bound of now is above the upper bound of then. Nothing less is ever reported.
//
// Reads that fail: Linux counts their sectors like all others, once, however often SCSI or ATA tried
// (block/blk-mq.c: blk_update_request() calls blk_account_io_completion() whatever the error is, and a
// command that is tried again does not get there). FreeBSD counts what a failing transfer did bring
// (sys/kern/subr_devstat.c, devstat_end_transaction_bio: bio_bcount − bio_resid). Volumes above disks
// may count as they like. What is not counted lowers both bounds; the lowest is what growth is from.

import type { ActivitySample } from '../disks/activity.ts';
import type { DisturbedRange } from '../vocabulary/defects.ts';
import { type Span, SpanList } from '../vocabulary/span-list.ts';

/** What happened since the last feeding. Sectors are the target's logical ones. */
export interface DisturbanceFeed {
  /** Cumulative, of the whole disk; null: not known this time. */
  readonly activity: ActivitySample | null;
  /** What we have read of the whole disk so far: all workers' counters, looked at before `activity`
   * was asked for, and when it had come. Only reads that the kernel counts: no pass-through. */
  readonly oursBefore: number;
  readonly oursAfter: number;
  /** The most that may be in flight, and a block a worker for what one side alone counts. */
  readonly slackSectors: number;
  /** What was being read: ranges that were, and reads that are out. None: nothing was, and nobody
   * was disturbed (a pause). Ranges may overlap, in any order. */
  readonly ranges: readonly Pick<DisturbedRange, 'from' | 'to'>[];
}

export interface DisturbanceOptions {
  readonly logicalBytes: number;
  /** DiskActivity.writesAreOurs: writes are left out of account. */
  readonly writesAreOurs: boolean;
  /** From an earlier run of the same scan. */
  readonly entries?: readonly DisturbedRange[];
}

const MOST_ENTRIES = 10_000;
const MOST_PENDING = 1000;

/** What others have used in all, in sectors of 512 bytes: bounds, and the best guess between. */
interface Foreign {
  readonly least: number;
  readonly most: number;
  readonly about: number;
}

export class Disturbance {
  readonly #entries = new SpanList(MOST_ENTRIES);
  /** Read since the last sample, and since the anchor up to that. */
  readonly #fresh = new SpanList(MOST_PENDING);
  readonly #pending = new SpanList(MOST_PENDING);
  readonly #sectors512: number;
  #last: Foreign | null = null;
  /** From which growth is reported: little foreign use adds up until it is surely some. */
  #anchor: Foreign | null = null;

  constructor(private readonly options: DisturbanceOptions) {
    this.#sectors512 = options.logicalBytes / 512;
    for (const { from, to, foreignSectors } of options.entries ?? []) {
      this.#entries.add(from, to, foreignSectors);
    }
  }

  /** Sorted and disjoint. */
  entries(): readonly DisturbedRange[] {
    return this.#entries.spans.map(({ from, to, weight }) => ({
      from,
      to,
      foreignSectors: weight,
    }));
  }

  /** About once a second, and first before anything is read. */
  feed(feed: DisturbanceFeed): void {
    this.#fresh.addAll(feed.ranges);
    if (feed.activity === null) return;
    const now = this.#foreign(feed.activity, feed);
    this.#judge(now);
    this.#last = now;
    this.#fresh.clear();
  }

  #judge(now: Foreign): void {
    const [last, anchor] = [this.#last, this.#anchor];
    if (last === null || anchor === null || this.#fresh.isEmpty) {
      this.#restart(now);
      return;
    }
    if (now.least > last.most) {
      // Sure of the last second alone: what was read before it is no part of it.
      this.#tell(this.#fresh, now.about - last.about);
      this.#restart(now);
      return;
    }
    this.#pending.addAll(this.#fresh.spans);
    if (now.least > anchor.most) {
      this.#tell(this.#pending, now.about - anchor.about);
      this.#restart(now);
    } else if (now.most <= anchor.most) {
      this.#restart(now);
    }
  }

  #restart(now: Foreign): void {
    this.#anchor = now;
    this.#pending.clear();
  }

  #foreign(activity: ActivitySample, { oursBefore, oursAfter, slackSectors }: DisturbanceFeed) {
    const written = this.options.writesAreOurs ? 0 : activity.writtenSectors512;
    const used = activity.readSectors512 + written;
    const our512 = (sectors: number) => sectors * this.#sectors512;
    return {
      least: used - our512(oursAfter + slackSectors),
      most: used - our512(oursBefore),
      about: used - (our512(oursBefore) + our512(oursAfter)) / 2,
    };
  }

  /** Shares the sectors out among the ranges by their lengths; no entry without any. */
  #tell(ranges: SpanList, foreign512: number): void {
    let foreignLeft = Math.round(foreign512 / this.#sectors512);
    let sectorsLeft = ranges.sectors;
    for (const { from, to } of ranges.spans as readonly Span[]) {
      const share = Math.round(foreignLeft * ((to - from) / sectorsLeft));
      this.#entries.add(from, to, Math.max(1, share));
      foreignLeft -= share;
      sectorsLeft -= to - from;
    }
  }
}
