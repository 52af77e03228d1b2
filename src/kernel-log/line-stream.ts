// Chunks of bytes → the lines that hold a keyword, and how many there are of all.

import type { KeywordScan } from './keyword-scan.ts';

/** Of a longer line the rest is not read: no kernel prints such, and memory has a bound. */
export const LINE_BYTES_LIMIT = 64 * 1024;

const NEWLINE = 10;

/** Line `number`, 1-based, is bytes [from, to), valid only during the call. `families`: whose keywords
 * it holds, as bits; 0: it only follows a line that holds one. */
export type TakeLine = (
  number: number,
  bytes: Buffer,
  from: number,
  to: number,
  families: number,
) => void;

export class LineStream {
  /** Lines seen, and those of them that are longer than the limit. */
  lines = 0;
  linesCut = 0;
  /** Up to this line all are given, keyword or not: what a table's head or a wrapped line asks for. */
  followTo = 0;
  /** The beginning of a line that the last chunk did not end. */
  readonly #begun = Buffer.alloc(LINE_BYTES_LIMIT);
  #begunBytes = 0;
  #begunIsCut = false;
  #hasBegun = false;

  constructor(
    private readonly scan: KeywordScan,
    private readonly take: TakeLine,
  ) {}

  push(chunk: Buffer): void {
    let from = 0;
    if (this.#hasBegun) {
      const newline = chunk.indexOf(NEWLINE);
      this.#begin(chunk, 0, newline < 0 ? chunk.length : newline);
      if (newline < 0) return;
      this.#finishBegun();
      from = newline + 1;
    }
    const last = chunk.lastIndexOf(NEWLINE);
    if (last >= from) this.#wholeLines(chunk, from, last + 1);
    const rest = Math.max(from, last + 1);
    if (rest < chunk.length) this.#begin(chunk, rest, chunk.length);
  }

  /** The last line may have no newline. */
  end(): void {
    if (this.#hasBegun) this.#finishBegun();
  }

  /** Whose keywords `bytes` hold, as bits. */
  familiesIn(bytes: Buffer): number {
    return this.#familiesOf(bytes, 0, bytes.length);
  }

  #begin(chunk: Buffer, from: number, to: number): void {
    const room = LINE_BYTES_LIMIT - this.#begunBytes;
    this.#begunBytes += chunk.copy(this.#begun, this.#begunBytes, from, Math.min(to, from + room));
    this.#begunIsCut ||= to - from > room;
    this.#hasBegun = true;
  }

  #finishBegun(): void {
    this.lines++;
    if (this.#begunIsCut) this.linesCut++;
    const families = this.#familiesOf(this.#begun, 0, this.#begunBytes);
    if (families > 0 || this.lines <= this.followTo) {
      this.take(this.lines, this.#begun, 0, this.#begunBytes, families);
    }
    this.#begunBytes = 0;
    this.#begunIsCut = false;
    this.#hasBegun = false;
  }

  /** Lines in [from, to), which ends with a newline. */
  #wholeLines(chunk: Buffer, from: number, to: number): void {
    let lineFrom = from;
    while (lineFrom < to) {
      const found = this.scan.next(chunk, lineFrom, to);
      const hit = found > 0 ? this.scan.at : to;
      let newline = chunk.indexOf(NEWLINE, lineFrom);
      while (newline >= 0 && newline < hit) {
        this.#countLine(lineFrom, newline);
        if (this.lines <= this.followTo) {
          const lineTo = Math.min(newline, lineFrom + LINE_BYTES_LIMIT);
          this.take(this.lines, chunk, lineFrom, lineTo, 0);
        }
        lineFrom = newline + 1;
        newline = lineFrom < to ? chunk.indexOf(NEWLINE, lineFrom) : -1;
      }
      if (found === 0 || newline < 0) return;
      const lineTo = Math.min(newline, lineFrom + LINE_BYTES_LIMIT);
      this.#countLine(lineFrom, newline);
      const families = this.#familiesOf(chunk, lineFrom, lineTo);
      if (families > 0 || this.lines <= this.followTo) {
        this.take(this.lines, chunk, lineFrom, lineTo, families);
      }
      lineFrom = newline + 1;
    }
  }

  #countLine(from: number, to: number): void {
    this.lines++;
    if (to - from > LINE_BYTES_LIMIT) this.linesCut++;
  }

  #familiesOf(bytes: Buffer, from: number, to: number): number {
    let families = 0;
    let at = from;
    for (;;) {
      const found = this.scan.next(bytes, at, to);
      if (found === 0) return families;
      families |= found;
      at = this.scan.at + 1;
    }
  }
}
