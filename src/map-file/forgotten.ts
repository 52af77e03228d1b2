// Blocks that were read, and of which nobody can say what they hold: they are unread again.

import { UNREAD_BYTE } from '../vocabulary/classes.ts';
import type { BlockRange } from '../vocabulary/ranges.ts';

export class Forgotten {
  readonly ranges: BlockRange[] = [];
  /** There was no room for more places that failed. */
  isFull = false;

  constructor(private readonly map: Uint8Array) {}

  /** This block and all behind it. */
  from(block: number): void {
    if (block >= this.map.length) return;
    this.map.fill(UNREAD_BYTE, block);
    this.ranges.push({ first: block, end: this.map.length });
  }

  block(block: number): void {
    this.map[block] = UNREAD_BYTE;
    const last = this.ranges.at(-1);
    if (last?.end === block) this.ranges[this.ranges.length - 1] = { ...last, end: block + 1 };
    else this.ranges.push({ first: block, end: block + 1 });
  }
}
