// The time that a benchmark has, on the disk's clock.

export class Budget {
  readonly #beganMs: number;

  /** `nowMs`: of a clock that never goes back. */
  constructor(
    readonly totalMs: number,
    private readonly nowMs: () => number,
  ) {
    this.#beganMs = nowMs();
  }

  get spentMs(): number {
    return this.nowMs() - this.#beganMs;
  }

  /** Not below 0. */
  get leftMs(): number {
    return Math.max(0, this.totalMs - this.spentMs);
  }

  /** Of what is left, for the first of several things to do by their shares. */
  forFirst(shares: readonly number[]): number {
    const all = shares.reduce((sum, share) => sum + share, 0);
    return all === 0 ? 0 : (this.leftMs * shares[0]!) / all;
  }
}
