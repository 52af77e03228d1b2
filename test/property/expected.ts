// What a scan must find, from the faults alone: the contract's policy, read by read, over the blocks
// that a fault touches. All others are good.

import type { Code, DiskCase } from './disk-case.ts';
import { ModelDisk } from './model-disk.ts';
import { type Piece, type PieceList, pieceList } from './pieces.ts';

/** LBAs inclusive. */
export interface ExpectedSlow {
  readonly from: number;
  readonly to: number;
  readonly late: boolean;
  again: 'not read' | 'quick' | 'slow' | 'failed';
}

export interface Expected {
  readonly totalBlocks: number;
  readonly unreadBlocks: number;
  readonly gone: boolean;
  /** Blocks by the error of their first reading. */
  readonly failed: ReadonlyMap<Code, number>;
  /** Blocks that read in 500 ms or longer. */
  readonly slowBlocks: number;
  readonly coverage: { total: number; good: number; bad: number; unread: number };
  /** LBAs inclusive. */
  readonly bad: readonly Piece[];
  readonly weak: readonly Piece[];
  readonly slow: readonly ExpectedSlow[];
  readonly firstBlockReads: boolean;
  /** What narrowing takes of the disk's time, about. */
  readonly narrowSeconds: number;
}

interface Block {
  readonly from: number;
  readonly to: number;
  readonly code: Code;
}

/** A seek and a turn of the disk. */
const OWN_MS = 20;

export class Oracle {
  readonly #disk: ModelDisk;
  readonly #failed = new Map<Code, number>();
  #unnarrowed: Block[] = [];
  readonly #bad: PieceList = pieceList();
  readonly #weak: PieceList = pieceList();
  readonly #slow: ExpectedSlow[] = [];
  #slowBlocks = 0;
  #reads = 0;
  #gone = false;
  #firstBlockReads = true;
  #narrowMs = 0;
  /** Exclusive: the pass ended here. */
  #passEndLba: number;

  constructor(readonly scanned: DiskCase) {
    const { disk, options } = scanned;
    this.#disk = new ModelDisk(disk, options.timeoutSeconds * 1000);
    this.#passEndLba = options.to + 1;
  }

  expected(): Expected {
    const { retries, refine } = this.scanned.options;
    this.#pass();
    if (!this.#gone) {
      if (refine) this.#narrow();
      this.#again();
      if (refine) this.#narrow();
      for (let round = 0; round < retries; round++) this.#retry();
    }
    return this.#result();
  }

  #pass(): void {
    const { disk, options } = this.scanned;
    const { block, maxBad } = options;
    let failures = 0;
    let counted = Math.floor(options.from / block) - 1;
    for (const index of this.#touchedBlocks()) {
      // The blocks in between read well, as long as the disk is there.
      const left = (disk.gone ?? Number.POSITIVE_INFINITY) - this.#reads;
      if (index - counted > left) {
        this.#leave(counted + 1 + left);
        return;
      }
      this.#reads += index - counted;
      counted = index;
      const from = Math.max(index * block, options.from);
      const to = Math.min((index + 1) * block, options.to + 1);
      if (!this.#firstReading(from, to)) continue;
      if (++failures !== maxBad) continue;
      this.#passEndLba = to;
      return;
    }
    const rest = Math.floor(options.to / block) - counted;
    const left = (disk.gone ?? Number.POSITIVE_INFINITY) - this.#reads;
    if (rest > left) this.#leave(counted + 1 + left);
  }

  #leave(block: number): void {
    const { options } = this.scanned;
    this.#gone = true;
    this.#passEndLba = Math.max(block * options.block, options.from);
  }

  /** Whether it failed. */
  #firstReading(from: number, to: number): boolean {
    const { code, late, slow } = this.#disk.read(from, to);
    if (code === null && slow) {
      this.#slowBlocks++;
      this.#slow.push({ from, to: to - 1, late: false, again: 'not read' });
    }
    if (code === null) return false;
    if (from === this.scanned.options.from) this.#firstBlockReads = false;
    this.#failed.set(code, (this.#failed.get(code) ?? 0) + 1);
    if (late) this.#slow.push({ from, to: to - 1, late: true, again: 'not read' });
    else this.#unnarrowed.push({ from, to, code });
    return true;
  }

  /** Physical sectors alone, as far as they lie in failed blocks. */
  #narrow(): void {
    for (const run of touching(this.#unnarrowed)) {
      const { unit } = this.#disk;
      const { from } = run[0]!;
      const { to } = run.at(-1)!;
      const bad: Block[] = [];
      for (let lba = from; lba < to; lba = (Math.floor(lba / unit) + 1) * unit) {
        const end = Math.min((Math.floor(lba / unit) + 1) * unit, to);
        const { code, ms } = this.#disk.read(lba, end);
        this.#narrowMs += ms + OWN_MS;
        if (code !== null) bad.push({ from: lba, to: end, code });
      }
      for (const { from, to, code } of bad) this.#bad.add(from, to, code, true, 1);
      for (const block of run) {
        if (bad.some(({ from, to }) => from < block.to && to > block.from)) continue;
        this.#weak.add(block.from, block.to, block.code, false, 0);
      }
    }
    this.#unnarrowed = [];
  }

  #again(): void {
    for (const block of this.#slow) {
      const { code, slow } = this.#disk.read(block.from, block.to + 1);
      block.again = code !== null ? 'failed' : slow ? 'slow' : 'quick';
      if (code !== null) this.#unnarrowed.push({ from: block.from, to: block.to + 1, code });
    }
  }

  #retry(): void {
    for (const piece of this.#bad.units()) {
      if (!piece.exact) continue;
      const { code } = this.#disk.read(piece.from, piece.to + 1);
      if (code !== null) piece.reads++;
      else this.#weak.move(piece, this.#bad);
    }
  }

  /** Indices of the blocks of the range that a fault touches, rising. */
  #touchedBlocks(): number[] {
    const { from, to, block } = this.scanned.options;
    const touched = new Set<number>();
    for (const grown of this.#disk.grown) {
      const last = Math.min(grown.to - 1, to);
      for (let i = Math.floor(Math.max(grown.from, from) / block); i * block <= last; i++) {
        touched.add(i);
      }
    }
    return [...touched].sort((a, b) => a - b);
  }

  #result(): Expected {
    const { from, to, block } = this.scanned.options;
    for (const left of this.#unnarrowed) this.#bad.add(left.from, left.to, left.code, false, 0);
    for (const left of this.#slow) {
      if (!left.late || left.again !== 'not read') continue;
      this.#bad.add(left.from, left.to + 1, 'TIME', false, 0);
    }
    const total = to - from + 1;
    const unread = to + 1 - this.#passEndLba;
    const bad = this.#bad.sectors();
    return {
      totalBlocks: Math.floor(to / block) - Math.floor(from / block) + 1,
      unreadBlocks:
        unread === 0 ? 0 : Math.floor(to / block) - Math.floor(this.#passEndLba / block) + 1,
      gone: this.#gone,
      failed: this.#failed,
      slowBlocks: this.#slowBlocks,
      coverage: { total, good: total - bad - unread, bad, unread },
      bad: this.#bad.merged(),
      weak: this.#weak.merged(),
      slow: this.#slow.filter(({ late, again }) => !late || again === 'quick' || again === 'slow'),
      firstBlockReads: this.#firstBlockReads,
      narrowSeconds: this.#narrowMs / 1000,
    };
  }
}

/** Blocks that touch, as runs. */
function touching(blocks: readonly Block[]): Block[][] {
  const runs: Block[][] = [];
  for (const block of [...blocks].sort((a, b) => a.from - b.from)) {
    const last = runs.at(-1);
    if (last?.at(-1)?.to === block.from) last.push(block);
    else runs.push([block]);
  }
  return runs;
}
