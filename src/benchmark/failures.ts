// Reads that failed in a benchmark: counted, and the first of them named. Others were taken instead.

import type { Reading } from '../reading/sweep.ts';
import { type ErrorCode, errorOfNative } from '../vocabulary/classes.ts';

const MOST_NAMED = 8;

export class Failures {
  readonly #counts = new Map<ErrorCode, number>();
  readonly #named: string[] = [];
  #places = 0;

  /** `blockSectors`: a record may stand for neighbours that failed alike. */
  add({ from, to, error }: Reading, blockSectors: number): void {
    const { code } = errorOfNative(error);
    const reads = Math.max(1, Math.round((to - from) / blockSectors));
    this.#counts.set(code, (this.#counts.get(code) ?? 0) + reads);
    this.#places++;
    if (this.#named.length >= MOST_NAMED) return;
    this.#named.push(to - from === 1 ? `${from}` : `${from}-${to - 1}`);
  }

  get count(): number {
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
  }

  /** "3 reads failed (UNC 3), and others were tried: LBA 1000-1007"; null: none failed. */
  words(): string | null {
    if (this.count === 0) return null;
    const kinds = [...this.#counts].map(([code, count]) => `${code} ${count}`).join(', ');
    const more = this.#places > this.#named.length ? ', …' : '';
    const reads = this.count === 1 ? '1 read' : `${this.count} reads`;
    const others = this.count === 1 ? 'another was tried' : 'others were tried';
    return `${reads} failed (${kinds}), and ${others}: LBA ${this.#named.join(', ')}${more}`;
  }
}
