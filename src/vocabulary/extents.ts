// Sorted, disjoint LBA ranges with something said of each. Neighbours that say the same are one.

import { firstThat } from './ranges.ts';
import type { SpanList } from './span-list.ts';

/** An LbaRange that grows, and what is said of it. */
export interface Extent<V> {
  from: number;
  to: number;
  value: V;
}

export class ExtentList<V> {
  #items: Extent<V>[] = [];
  /** So many at the front are deleted already: who settles a long list upwards takes them one by one. */
  #gone = 0;

  /** `join` says what two touching ranges are as one, or undefined if they stay apart. `touched` gets every
   * range of which something else is said now. */
  constructor(
    private readonly join: (a: V, b: V) => V | undefined,
    private readonly touched?: SpanList,
  ) {}

  get items(): readonly Readonly<Extent<V>>[] {
    this.#compact();
    return this.#items;
  }

  get length(): number {
    return this.#items.length - this.#gone;
  }

  /** Sectors of all ranges together. */
  get sectors(): number {
    let sum = 0;
    for (let i = this.#gone; i < this.#items.length; i++) {
      sum += this.#items[i]!.to - this.#items[i]!.from;
    }
    return sum;
  }

  /** Says `value` of [from, to), whatever was said of parts of it before. */
  set(from: number, to: number, value: V): void {
    if (from >= to) return;
    this.touched?.add(from, to);
    const last = this.#items.at(-1);
    if (last !== undefined && last.to > from) {
      this.delete(from, to);
      this.#insert({ from, to, value });
      return;
    }
    // Nearly always: scans go upwards.
    if (last === undefined || !this.#extend(last, { from, to, value })) {
      this.#items.push({ from, to, value });
    }
  }

  /** Nothing is said of [from, to) any more. */
  delete(from: number, to: number): void {
    if (from >= to) return;
    this.touched?.add(from, to);
    const first = this.#firstEndingAfter(from);
    let end = first;
    const rest: Extent<V>[] = [];
    for (; end < this.#items.length; end++) {
      const item = this.#items[end]!;
      if (item.from >= to) break;
      if (item.from < from) rest.push({ ...item, to: from });
      if (item.to > to) rest.push({ ...item, from: to });
    }
    if (first === this.#gone && rest.length === 0) this.#forget(end);
    else if (end > first) this.#items.splice(first, end - first, ...rest);
  }

  /** The parts of [from, to) that something is said of, cut to it. */
  within(from: number, to: number): Extent<V>[] {
    if (from >= to) return [];
    const found: Extent<V>[] = [];
    for (let i = this.#firstEndingAfter(from); i < this.#items.length; i++) {
      const item = this.#items[i]!;
      if (item.from >= to) break;
      found.push({ ...item, from: Math.max(item.from, from), to: Math.min(item.to, to) });
    }
    return found;
  }

  overlaps(from: number, to: number): boolean {
    if (from >= to) return false;
    const item = this.#items[this.#firstEndingAfter(from)];
    return item !== undefined && item.from < to;
  }

  /** Moves what is left once for each doubling, and never leaves a deleted one last. */
  #forget(end: number): void {
    this.#gone = end;
    if (end * 2 >= this.#items.length) this.#compact();
  }

  #compact(): void {
    if (this.#gone > 0) this.#items.splice(0, this.#gone);
    this.#gone = 0;
  }

  #insert(extent: Extent<V>): void {
    const index = this.#firstEndingAfter(extent.from);
    const before = index > this.#gone ? this.#items[index - 1] : undefined;
    const after = this.#items[index];
    const joins = before !== undefined && this.#extend(before, extent);
    const joined = joins ? before : extent;
    if (!joins) this.#items.splice(index, 0, extent);
    if (after !== undefined && this.#extend(joined, after)) {
      this.#items.splice(this.#items.indexOf(after, index), 1);
    }
  }

  /** Makes `extent` part of `item` if it follows it and says the same. */
  #extend(item: Extent<V>, extent: Extent<V>): boolean {
    if (item.to !== extent.from) return false;
    const value = this.join(item.value, extent.value);
    if (value === undefined) return false;
    item.to = extent.to;
    item.value = value;
    return true;
  }

  #firstEndingAfter(lba: number): number {
    return firstThat(this.#gone, this.#items.length, (index) => this.#items[index]!.to > lba);
  }
}
