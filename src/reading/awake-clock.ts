// Wall time without the stops of this program: SIGSTOP, Ctrl-Z.

/** Looks lie so far apart only where it was stopped. */
const SLEPT_MS = 1000;

/** To be looked at a few times a second. */
export class AwakeClock {
  #lookedMs = performance.now();
  #sleptMs = 0;

  /** How long it was stopped, as far as that was noticed. */
  get sleptMs(): number {
    this.#look();
    return this.#sleptMs;
  }

  nowMs(): number {
    this.#look();
    return this.#lookedMs - this.#sleptMs;
  }

  #look(): void {
    const nowMs = performance.now();
    if (nowMs - this.#lookedMs > SLEPT_MS) this.#sleptMs += nowMs - this.#lookedMs;
    this.#lookedMs = nowMs;
  }
}
