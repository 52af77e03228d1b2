// The three areas of snapshots, written in turn. Behind a long snapshot only what changes is written, into an
// area of its own (change-log.ts), until that is full.

import { SurfscanError } from '../vocabulary/errors.ts';
import { ChangeLog, changeRoom } from './change-log.ts';
import type { Change } from './changes.ts';
import { AREAS, type MapLayout, MOST_PAGES_AT_ONCE, PAYLOAD_BYTES } from './format.ts';
import { areaPages } from './page-contents.ts';
import type { PageWriter } from './page-writer.ts';
import { encodeSnapshot, type Snapshot } from './snapshot.ts';

/** A snapshot of no more pages is written whole: it is no more than a few changes are. */
const SHORT_PAGES = 16;

/** Areas that hold one state: its snapshot, and what changed since. */
interface Held {
  readonly area: number;
  readonly changes: number | null;
}

const isIn = (held: Held | null, area: number) =>
  held !== null && (held.area === area || held.changes === area);

export class Areas {
  /** null: there is none. */
  #newest: Held | null;
  #flushed: Held | null;
  /** Something was written since the last flush. */
  #isUnflushed = false;
  /** The last could not be written, or its flush failed. */
  #isOwed = false;
  /** What the newest snapshot holds, and its generation; null: not known, or of an earlier writer. */
  #own: { readonly body: Buffer; readonly generation: number } | null = null;
  #log: ChangeLog | null = null;
  /** What could not be appended. */
  #unwritten: Change | null = null;

  /** `held`: of the newest state, which is flushed. */
  constructor(
    private readonly layout: MapLayout,
    private readonly writer: PageWriter,
    held: Held | null,
  ) {
    this.#newest = held;
    this.#flushed = held;
  }

  /** What the last one took: milliseconds of this thread, and bytes written. */
  cost = { busyMs: 0, bytes: 0 };

  /** False where what was given last could not be written, or its flush failed: a snapshot is to follow. */
  get isWritten(): boolean {
    return !this.#isOwed;
  }

  /** The newest state is a snapshot and changes of it. */
  get hasChanges(): boolean {
    return this.#newest !== null && this.#newest.changes !== null;
  }

  /** Bytes of changes that may be appended to the newest snapshot; 0: a snapshot is to follow. */
  get roomForChanges(): number {
    const { layout } = this;
    const isLong = this.#own !== null && this.#own.body.length > SHORT_PAGES * PAYLOAD_BYTES;
    if (!isLong || this.#isOwed) return 0;
    return this.#log?.room ?? changeRoom(layout);
  }

  /** All that was written must be flushed before a snapshot, or changes, are written. */
  isFlushNeeded(what: 'snapshot' | 'changes'): boolean {
    return (what === 'snapshot' || this.#log === null) && this.#freeArea() === undefined;
  }

  /** Writes nothing where nothing changed. Rejects with ERR_USAGE where the state is not valid, with
   * ERR_MAP or ERR_MAP_SPACE where it cannot be written. */
  async write(snapshot: Snapshot): Promise<void> {
    const beganMs = performance.now();
    const body = encodeSnapshot(this.layout, snapshot);
    const isSame = !this.#isOwed && !this.hasChanges && this.#own?.body.equals(body) === true;
    this.cost = { busyMs: performance.now() - beganMs, bytes: 0 };
    if (isSame) return;
    this.#isOwed = true;
    const area = this.#freeArea()!;
    const generation = this.writer.nextSequence();
    const count = body.length / PAYLOAD_BYTES;
    for (let first = 0; first < count; first += MOST_PAGES_AT_ONCE) {
      const end = Math.min(first + MOST_PAGES_AT_ONCE, count);
      const stampedMs = performance.now();
      const payloads = body.subarray(first * PAYLOAD_BYTES, end * PAYLOAD_BYTES);
      const pages = areaPages(this.layout, area, first, payloads, generation);
      this.cost.busyMs += performance.now() - stampedMs;
      this.cost.bytes += pages.length;
      await this.writer.write(this.layout.areaPage(area, first), pages);
    }
    this.#newest = { area, changes: null };
    this.#own = { body, generation };
    this.#log = null;
    this.#unwritten = null;
    this.#isUnflushed = true;
    this.#isOwed = false;
  }

  /** No more than there is room for. Rejects as `write` does; then what was written before counts. */
  async append(change: Change): Promise<void> {
    const { area } = this.#newest!;
    this.#log ??= new ChangeLog(this.layout, this.writer, this.#freeArea()!, this.#own!.generation);
    // Even a part of it must not be written over by what comes next.
    this.#newest = { area, changes: this.#log.area };
    this.#isUnflushed = true;
    this.#unwritten = change;
    this.cost = await this.#log.append(change);
    this.#unwritten = null;
  }

  /** What of the last could not be appended. Rejects with ERR_MAP where a snapshot is to follow. */
  async appendRest(): Promise<void> {
    if (this.#isOwed) throw new SurfscanError('ERR_MAP', 'not all of its findings are written');
    if (this.#unwritten !== null) await this.append(this.#unwritten);
  }

  /** All that was written is on the disk. */
  flushed(): void {
    this.#flushed = this.#newest;
    this.#isUnflushed = false;
  }

  /** Whether the newest is on the disk is not known: it is to be written again. */
  flushFailed(): void {
    if (!this.#isUnflushed) return;
    this.#newest = this.#flushed;
    this.#log = null;
    this.#isUnflushed = false;
    this.#isOwed = true;
  }

  /** What was flushed last survives power loss, the newest a killed process: both stay. */
  #freeArea(): number | undefined {
    const after = this.#newest?.area ?? AREAS - 1;
    const inTurn = [1, 2].map((step) => (after + step) % AREAS);
    return inTurn.find((area) => !isIn(this.#newest, area) && !isIn(this.#flushed, area));
  }
}
