// The blocks of an LBA range. Their edges lie at absolute multiples of the block size, so that the
// first and the last block may be short. Mirrors `Blocks` of native/core/blocks.h.

/** LBAs in sectors; [fromLba, toLba). */
export class Grid {
  readonly blocks: number;
  readonly #firstEdgeLba: number;

  constructor(
    readonly fromLba: number,
    readonly toLba: number,
    readonly blockSectors: number,
    /** Edges lie at phaseLba + k · blockSectors, phaseLba < blockSectors. */
    readonly phaseLba = 0,
  ) {
    this.#firstEdgeLba =
      fromLba < phaseLba
        ? phaseLba
        : fromLba + blockSectors - ((fromLba - phaseLba) % blockSectors);
    this.blocks = Grid.#count(this.#firstEdgeLba, toLba, blockSectors);
  }

  static #count(firstEdgeLba: number, toLba: number, blockSectors: number): number {
    return firstEdgeLba >= toLba ? 1 : 1 + Math.ceil((toLba - firstEdgeLba) / blockSectors);
  }

  startOf(block: number): number {
    return block === 0 ? this.fromLba : this.#firstEdgeLba + (block - 1) * this.blockSectors;
  }

  /** Exclusive. */
  endOf(block: number): number {
    return Math.min(this.#firstEdgeLba + block * this.blockSectors, this.toLba);
  }

  sectorsOf(block: number): number {
    return this.endOf(block) - this.startOf(block);
  }

  /** The block that holds an LBA of the range. */
  blockOf(lba: number): number {
    return lba < this.#firstEdgeLba
      ? 0
      : 1 + Math.floor((lba - this.#firstEdgeLba) / this.blockSectors);
  }
}
