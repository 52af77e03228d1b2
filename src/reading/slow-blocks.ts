// Slow and late blocks by first LBA. Entries are put in and replaced, never changed, so that whoever keeps
// them hears of it.

import type { SlowBlock } from '../vocabulary/defects.ts';
import type { Grid } from '../vocabulary/grid.ts';
import type { LbaRange } from '../vocabulary/ranges.ts';
import type { SpanList } from '../vocabulary/span-list.ts';

export class SlowBlocks extends Map<number, SlowBlock> {
  /** `touched`: gets the range of every block that is put in, replaced or taken out. */
  constructor(private readonly touched: SpanList) {
    super();
  }

  override set(from: number, block: SlowBlock): this {
    this.touched.add(from, block.to);
    return super.set(from, block);
  }

  override delete(from: number): boolean {
    const block = this.get(from);
    if (block !== undefined) this.touched.add(from, block.to);
    return super.delete(from);
  }

  upwards(): SlowBlock[] {
    return [...this.values()].sort((a, b) => a.from - b.from);
  }

  /** Those of the grid's blocks that begin in a range, upwards. */
  within({ from, to }: LbaRange, grid: Grid): SlowBlock[] {
    const [first, end] = [grid.blockOf(from), grid.blockOf(to - 1) + 1];
    const begins = (block: SlowBlock) => block.from >= from && block.from < to;
    if (end - first > this.size) return this.upwards().filter(begins);
    const found: SlowBlock[] = [];
    for (let index = first; index < end; index++) {
      const block = this.get(grid.startOf(index));
      if (block !== undefined && begins(block)) found.push(block);
    }
    return found;
  }
}
