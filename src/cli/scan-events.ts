// A scan's events, in the order in which they become known.

import { hasEnded, type RunEntry } from '../api/common.ts';
import {
  defectEvent,
  diskEndEvent,
  type Event,
  endEvent,
  eventLine,
  phaseEvent,
  progressEvent,
  startEvent,
  type WatchedScan,
} from '../api/scan.ts';
import { DefectFeed } from './defect-feed.ts';
import type { EventOutput } from './event-output.ts';

const PROGRESS_MS = 10_000;
const LOOK_MS = 500;

export class ScanEvents {
  readonly #feeds: DefectFeed[];
  readonly #timers: NodeJS.Timeout[];
  readonly #ended = new Set<number>();

  /** Begins with each disk's start. */
  constructor(
    private readonly output: EventOutput,
    private readonly scans: readonly WatchedScan[],
  ) {
    for (const scan of scans) this.#tell(startEvent(scan));
    this.#feeds = scans.map((scan) => this.#listen(scan));
    const look = () => {
      for (const feed of this.#feeds) feed.look();
    };
    this.#timers = [setInterval(() => this.#progress(), PROGRESS_MS), setInterval(look, LOOK_MS)];
  }

  /** Whenever a disk ends, with the entries as they stand. */
  ended(entries: readonly RunEntry[]): void {
    for (const [i, entry] of entries.entries()) {
      if (this.#ended.has(i) || !hasEnded(entry)) continue;
      this.#ended.add(i);
      this.#feeds[i]?.flush();
      this.#tell(diskEndEvent(entry));
    }
  }

  /** With what all came to. Resolves when all is written. */
  async end(entries: readonly RunEntry[], status: number): Promise<void> {
    this.stop();
    this.ended(entries);
    await endEvents(this.output, entries, status);
  }

  /** Tells no more progress. */
  stop(): void {
    for (const timer of this.#timers) clearInterval(timer);
  }

  #listen(scan: WatchedScan): DefectFeed {
    const { path } = scan.device;
    const feed = new DefectFeed((defect) => this.#tell(defectEvent(path, defect)));
    scan.listen({
      defect: (defect) => feed.add(defect),
      phase: (phase) => {
        feed.flush();
        this.#tell(phaseEvent(path, phase));
      },
    });
    return feed;
  }

  #progress(): void {
    for (const [i, scan] of this.scans.entries()) {
      if (!this.#ended.has(i)) this.#tell(progressEvent(scan.device.path, scan.progress()));
    }
  }

  #tell(event: Event): void {
    this.output.add(eventLine(event, new Date()));
  }
}

/** Of targets that could not be opened: nothing began. */
export async function unopenedEvents(
  output: EventOutput,
  entries: readonly RunEntry[],
  status: number,
): Promise<void> {
  for (const entry of entries) output.add(eventLine(diskEndEvent(entry), new Date()));
  await endEvents(output, entries, status);
}

/** What waited is written first: then it is known how many were lost. */
async function endEvents(output: EventOutput, entries: readonly RunEntry[], status: number) {
  await output.settled();
  output.add(eventLine(endEvent(entries, status, output.lost), new Date()));
  await output.settled();
}
