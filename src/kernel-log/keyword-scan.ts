// Finds the few lines that matter in a gigabyte of others: Wu and Manber's search for many strings
// at once (TR 94-17, University of Arizona, 1994). It looks at two bytes and mostly skips the next
// ones, so noise costs about a nanosecond a byte, and neither decoding nor slicing.

interface Keyword {
  readonly bytes: Uint8Array;
  /** One bit for each family that wants it. */
  families: number;
}

/** Bits of a number that bitwise operators keep. */
const FAMILY_LIMIT = 31;
const SHORTEST = 2;

export class KeywordScan {
  /** How far to go on after two bytes; 0: a keyword may begin here. */
  readonly #shifts = new Uint8Array(65536);
  readonly #candidates = new Map<number, Keyword[]>();
  /** Length of the shortest keyword: as much of each as the shifts know. */
  readonly #window: number;

  /** Where the last keyword found begins. */
  at = 0;

  /** `keywords[n]`, ASCII, are family n's. Throws a RangeError for more than 31 families, or a keyword
   * of one byte. */
  constructor(keywords: readonly (readonly string[])[]) {
    if (keywords.length > FAMILY_LIMIT) throw new RangeError('too many families of keywords');
    const byText = new Map<string, Keyword>();
    for (const [family, texts] of keywords.entries()) {
      for (const text of texts) {
        const keyword = byText.get(text) ?? { bytes: Buffer.from(text, 'latin1'), families: 0 };
        keyword.families |= 1 << family;
        byText.set(text, keyword);
      }
    }
    this.#window = Math.min(255, ...[...byText.values()].map((keyword) => keyword.bytes.length));
    if (this.#window < SHORTEST) throw new RangeError('a keyword is shorter than two bytes');
    this.#shifts.fill(this.#window - 1);
    for (const keyword of byText.values()) this.#learn(keyword);
  }

  /**
   * The families whose keyword begins first in [from, to), as bits, and `at` where; 0: none.
   * The keyword ends before `to`.
   */
  next(bytes: Uint8Array, from: number, to: number): number {
    const shifts = this.#shifts;
    let last = from + this.#window - 1;
    while (last < to) {
      const pair = (bytes[last - 1]! << 8) | bytes[last]!;
      const shift = shifts[pair]!;
      if (shift > 0) {
        last += shift;
        continue;
      }
      const families = this.#match(pair, bytes, last - this.#window + 1, to);
      if (families > 0) return families;
      last++;
    }
    return 0;
  }

  #learn(keyword: Keyword): void {
    const { bytes } = keyword;
    for (let last = 1; last < this.#window; last++) {
      const pair = (bytes[last - 1]! << 8) | bytes[last]!;
      this.#shifts[pair] = Math.min(this.#shifts[pair]!, this.#window - 1 - last);
    }
    const pair = (bytes[this.#window - 2]! << 8) | bytes[this.#window - 1]!;
    const others = this.#candidates.get(pair) ?? [];
    this.#candidates.set(pair, [...others, keyword]);
  }

  #match(pair: number, bytes: Uint8Array, at: number, to: number): number {
    let families = 0;
    for (const keyword of this.#candidates.get(pair) ?? []) {
      if (beginsWith(bytes, at, to, keyword.bytes)) families |= keyword.families;
    }
    this.at = at;
    return families;
  }
}

function beginsWith(bytes: Uint8Array, at: number, to: number, wanted: Uint8Array): boolean {
  if (at + wanted.length > to) return false;
  for (let i = 0; i < wanted.length; i++) if (bytes[at + i] !== wanted[i]) return false;
  return true;
}
