// How long narrowing will take. Failing is what takes long: a block is taken for one more read that fails as
// those of the pass did, until narrowing itself has shown what a block costs.

/** Of narrowing, now. Seconds of the wall's clock, without pauses. */
export interface NarrowingStanding {
  /** Failed blocks that wait for it. */
  readonly blocks: number;
  /** What its limit leaves; 0: nothing is narrowed. */
  readonly limitSeconds: number;
}

export class NarrowingEstimate {
  #failingSeconds = 0;
  #failingReads = 0;
  /** When the phase began. */
  #begun: { readonly seconds: number; readonly blocks: number } | null = null;

  /** A block's read that failed took so long. */
  failed(seconds: number): void {
    this.#failingSeconds += seconds;
    this.#failingReads++;
  }

  begin(seconds: number, blocks: number): void {
    this.#begun = { seconds, blocks };
  }

  end(): void {
    this.#begun = null;
  }

  /** Of what waits, before its turn; null: nothing is known of what it costs. */
  waiting({ blocks, limitSeconds }: NarrowingStanding): number | null {
    if (blocks === 0 || limitSeconds <= 0) return 0;
    const cost = this.#failingCost;
    return cost === null ? null : Math.min(limitSeconds, cost * blocks);
  }

  /** Of what is left of it, `done` 0…1; null: nothing is known. */
  remaining(seconds: number, done: number, limitSeconds: number): number | null {
    if (this.#begun === null) return null;
    const { blocks } = this.#begun;
    const spent = seconds - this.#begun.seconds;
    const narrowed = done * blocks;
    const cost = this.#failingCost;
    // What the pass has shown counts as one block: the first sectors of the first one tell little.
    const each = cost === null ? spent / narrowed : (cost + spent) / (1 + narrowed);
    if (narrowed === 0 && cost === null) return null;
    return Math.min(Math.max(0, limitSeconds), each * (blocks - narrowed));
  }

  get #failingCost(): number | null {
    return this.#failingReads === 0 ? null : this.#failingSeconds / this.#failingReads;
  }
}
