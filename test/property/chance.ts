// Chance from a seed: the same everywhere, so that a failure can be had again.

/** sfc32 of Chris Doty-Humphrey's PractRand: small, and good enough for more than 2^32 draws. */
export class Chance {
  readonly #state: Int32Array;

  /** Seeds of one run differ in `part`. */
  constructor(seed: number, part = 0) {
    this.#state = Int32Array.of(seed, Math.floor(seed / 2 ** 32), part, 1);
    for (let i = 0; i < 16; i++) this.#word();
  }

  /** A whole number 0 … limit − 1, limit ≤ 2^53. */
  below(limit: number): number {
    const high = this.#word() >>> 6;
    const low = this.#word() >>> 5;
    return Math.floor(((high * 2 ** 27 + low) / 2 ** 53) * limit);
  }

  /** Inclusive. */
  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  /** True once in so many times. */
  once(inSoMany: number): boolean {
    return this.below(inSoMany) === 0;
  }

  of<T>(...choices: readonly [T, ...T[]]): T {
    return choices[this.below(choices.length)]!;
  }

  /** 1 … most, small ones far more often: each size of number is as likely as the next. */
  small(most: number): number {
    return Math.min(most, Math.floor(2 ** ((this.below(2 ** 20) / 2 ** 20) * Math.log2(most + 1))));
  }

  #word(): number {
    const s = this.#state;
    const sum = (s[0]! + s[1]! + s[3]!) | 0;
    s[3] = s[3]! + 1;
    s[0] = s[1]! ^ (s[1]! >>> 9);
    s[1] = s[2]! + (s[2]! << 3);
    s[2] = ((s[2]! << 21) | (s[2]! >>> 11)) + sum;
    return sum;
  }
}
