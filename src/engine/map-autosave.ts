// Keeps a scan's map file while the scan goes on: what is known by now, about twice a second, flushed
// every few seconds. The scan never waits for it.

import { setTimeout as sleep } from 'node:timers/promises';
import { LEFT_OUT_NOTE } from '../map-file/contents.ts';
import type { MapFile } from '../map-file/map-file.ts';
import type { MapState } from '../map-file/state.ts';
import type { Trouble } from '../reading/trouble.ts';
import type { DisturbedRange } from '../vocabulary/defects.ts';
import { SurfscanError } from '../vocabulary/errors.ts';
import type { BlockRange } from '../vocabulary/ranges.ts';
import { cleanText } from '../vocabulary/text.ts';
import type { ScanContext, ScanShare } from './context.ts';
import { KeptFindings } from './kept-findings.ts';
import { readBlocks } from './masks.ts';
import { unreportedFailures } from './unreported.ts';

/** A killed scan loses what came after the last of these: a second's reading at most. */
const UPDATE_MS = 500;
/** And one that loses power what came after the last of these, with the time it takes: 5 s. */
const FLUSH_MS = 4000;
/** How long the end of a scan waits for a file system that does not take the map. */
const END_LIMIT_MS = 60_000;
/** The same where somebody waits for the shell. */
const STOP_LIMIT_MS = 2000;
/** So many become compact in no time: 2 TB. Of more, only where nobody waits. */
const QUICK_BLOCKS = 2 ** 24;

export interface AutosaveSources {
  readonly context: ScanContext;
  /** Brings the shares up to what the workers have read. */
  refresh(): void;
  /** Blocks, sorted, whose failures may yet turn out to be the disk's absence: a map never holds such. */
  unverified(): readonly BlockRange[];
  state(): MapState;
  disturbed(): readonly DisturbedRange[];
}

export class MapAutosave {
  /** What its user should know at once, though the map is kept. */
  get caution(): string | null {
    return this.file.leftOut > 0 ? `${cleanText(this.path, 200)}: ${LEFT_OUT_NOTE}` : null;
  }

  /** Why the map is not kept, or not whole: what came last. */
  trouble: Trouble | null = null;
  /** The file system did not take the end of the map: the process ends when it does. */
  isLeftBehind = false;
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> = Promise.resolve();
  #busy = false;
  #flushedMs = 0;
  /** Up to where each share is written. */
  readonly #written = new WeakMap<ScanShare, number>();
  #masked: readonly BlockRange[] = [];
  readonly #findings: KeptFindings;

  constructor(
    private readonly path: string,
    private readonly file: MapFile,
    private readonly sources: AutosaveSources,
  ) {
    this.#findings = new KeptFindings(sources.context, file);
    // A map that goes on holds what was read before.
    for (const share of sources.context.shares) this.#written.set(share, share.next);
  }

  begin(): void {
    this.#flushedMs = performance.now();
    this.#timer = setInterval(() => this.#tick(), UPDATE_MS);
  }

  /** Writes the last state and seals the map; null: nothing was read, and it stays as it was. Never throws:
   * `trouble` says why it failed. */
  async end(state: MapState | null): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    const limitMs = this.sources.context.stopping ? STOP_LIMIT_MS : END_LIMIT_MS;
    const ended = this.#writing.then(() => this.#end(state)).then(() => true);
    if (await Promise.race([ended, sleep(limitMs, false, { ref: false })])) return;
    this.isLeftBehind = true;
    this.trouble = {
      code: 'ERR_MAP',
      errno: null,
      message: `the map's file system does not answer: ${cleanText(this.path, 200)} is not closed`,
    };
  }

  /** Leaves the map as it is, of a scan that met a defect: what it would write now may be wrong. Never
   * throws. */
  async abandon(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    const left = this.#writing.then(() => this.file.abandon()).catch(() => {});
    await Promise.race([left, sleep(STOP_LIMIT_MS, undefined, { ref: false })]);
  }

  /** Closes the map of a scan that will not run. */
  forsake(): Promise<void> {
    return this.file.close(true);
  }

  async #end(state: MapState | null): Promise<void> {
    const { stopping: isHurried, map } = this.sources.context;
    await this.#try(async () => {
      if (state !== null) await this.#update(state, true);
      const left = await this.file.assertInPlace().catch((cause: unknown) => cause);
      await this.file.close(!isHurried || map.length <= QUICK_BLOCKS);
      if (left !== undefined) throw left;
    });
    if (this.trouble !== null) await this.file.abandon().catch(() => {});
  }

  #tick(): void {
    if (this.#busy) return;
    this.#busy = true;
    this.#writing = this.#write().finally(() => {
      this.#busy = false;
    });
  }

  async #write(): Promise<void> {
    await this.#try(async () => {
      await this.#update(this.sources.state());
      if (performance.now() - this.#flushedMs >= FLUSH_MS) {
        this.#flushedMs = performance.now();
        await this.file.flush();
      }
      await this.file.assertInPlace();
    });
  }

  /** The file keeps what it could not write as dirty: the next time may do. */
  async #try(write: () => Promise<void>): Promise<void> {
    try {
      await write();
      this.trouble = null;
      this.#sayLeftOut();
    } catch (cause) {
      const known = cause instanceof SurfscanError ? cause : null;
      this.trouble = {
        code: known?.code ?? 'ERR_DEFECT',
        errno: known?.errno ?? null,
        message: known?.message ?? `the map could not be written: ${String(cause)}`,
      };
    }
  }

  /** The map keeps the note, too: it is in the report of a scan that goes on. */
  #sayLeftOut(): void {
    const { notes, plan, previous } = this.sources.context;
    const at = notes.indexOf(LEFT_OUT_NOTE);
    const isLeftOutBefore = !plan.refine && previous.recordsLeftOut > 0;
    const isLeftOut = this.file.leftOut > 0 || isLeftOutBefore;
    if (isLeftOut && at < 0) notes.push(LEFT_OUT_NOTE);
    if (!isLeftOut && at >= 0) notes.splice(at, 1);
  }

  async #update(state: MapState, isLast = false): Promise<void> {
    const { context } = this.sources;
    this.sources.refresh();
    // What is read again after it was taken back must not meet what was found before, neither where
    // somebody reads the map who does not know of changes.
    const isTakenBack = context.rewritten.length > 0;
    const unmasked = this.#masked;
    const changed = [...this.#grown(), ...context.rewritten.splice(0), ...unmasked];
    const masked = [...this.sources.unverified(), ...unreportedFailures(context, changed)];
    masked.sort((a, b) => a.first - b.first);
    const dirty = [...changed, ...masked];
    this.#masked = masked;
    const masking = { masked, unmasked, atOnce: isLast || isTakenBack };
    const kept = this.#findings.choose(this.sources.disturbed(), masking);
    const readable = readBlocks(context.shares, masked);
    let isInFile = false;
    try {
      await this.file.update({ map: context.map, dirty, readable, state, ...kept });
      isInFile = true;
    } finally {
      this.#findings.written(isInFile);
    }
  }

  *#grown(): Generator<BlockRange> {
    for (const share of this.sources.context.shares) {
      const { first, next } = share;
      const written = this.#written.get(share) ?? first;
      if (next > written) yield { first: written, end: next };
      this.#written.set(share, next);
    }
  }
}
