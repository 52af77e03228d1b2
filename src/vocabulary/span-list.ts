// Sorted, disjoint LBA ranges that carry a weight each. Those that touch are one, and weigh what they
// weighed together. Memory is bounded: past the limit, neighbours become one over the gap between.

import { firstThat, type LbaRange } from './ranges.ts';

export interface Span extends LbaRange {
  readonly weight: number;
}

export class SpanList {
  #spans: Span[] = [];

  constructor(private readonly limit: number) {}

  get spans(): readonly Span[] {
    return this.#spans;
  }

  get isEmpty(): boolean {
    return this.#spans.length === 0;
  }

  /** Sectors of all ranges together. */
  get sectors(): number {
    return this.#spans.reduce((sum, { from, to }) => sum + (to - from), 0);
  }

  clear(): void {
    this.#spans = [];
  }

  addAll(spans: Iterable<Omit<Span, 'weight'> & Partial<Span>>): void {
    for (const { from, to, weight } of spans) this.add(from, to, weight);
  }

  add(from: number, to: number, weight = 0): void {
    if (from >= to) return;
    const first = this.#firstReaching(from);
    let end = first;
    let joined: Span = { from, to, weight };
    for (; end < this.#spans.length && this.#spans[end]!.from <= to; end++) {
      joined = union(joined, this.#spans[end]!);
    }
    this.#spans.splice(first, end - first, joined);
    if (this.#spans.length > this.limit) this.#coarsen();
  }

  /** Closes small gaps, the smaller half of them: each range joins at most one neighbour. */
  #coarsen(): void {
    const gaps = this.#spans.slice(1).map((span, index) => span.from - this.#spans[index]!.to);
    const small = gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)]!;
    const coarse: Span[] = [];
    let lastIsJoined = false;
    for (const span of this.#spans) {
      const last = coarse.at(-1);
      const joins: boolean = last !== undefined && !lastIsJoined && span.from - last.to <= small;
      if (joins) coarse[coarse.length - 1] = union(last!, span);
      else coarse.push(span);
      lastIsJoined = joins;
    }
    this.#spans = coarse;
  }

  #firstReaching(lba: number): number {
    return firstThat(0, this.#spans.length, (index) => this.#spans[index]!.to >= lba);
  }
}

function union(a: Span, b: Span): Span {
  return {
    from: Math.min(a.from, b.from),
    to: Math.max(a.to, b.to),
    weight: a.weight + b.weight,
  };
}
