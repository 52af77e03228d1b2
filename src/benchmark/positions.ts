// Where random reads go: a function of the seed alone, so that two runs read the same places.

/** xoshiro128** 1.1, Blackman and Vigna, https://prng.di.unimi.it, seeded by splitmix32. */
export class Positions {
  readonly #state = new Uint32Array(4);

  /** `seed`: a whole number below 2^53. Each `stream` of a seed goes its own way. */
  constructor(seed: number, stream: number) {
    let state = (seed >>> 0) ^ Math.imul(Math.floor(seed / 2 ** 32) + 1, 0x85eb_ca6b);
    state = (state + Math.imul(stream, 0xc2b2_ae35)) >>> 0;
    for (let i = 0; i < 4; i++) {
      state = (state + 0x9e37_79b9) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 16), 0x21f0_aaad);
      mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a_2d97);
      this.#state[i] = mixed ^ (mixed >>> 15);
    }
  }

  /** A whole number from 0 to below `count`, which is at most 2^53. */
  below(count: number): number {
    const high = this.#next() >>> 6;
    const low = this.#next() >>> 5;
    const share = (high * 2 ** 27 + low) / 2 ** 53;
    return Math.floor(share * count);
  }

  #next(): number {
    const s = this.#state;
    const scrambled = rotated(Math.imul(s[1]!, 5), 7);
    const shifted = s[1]! << 9;
    s[2]! ^= s[0]!;
    s[3]! ^= s[1]!;
    s[1]! ^= s[2]!;
    s[0]! ^= s[3]!;
    s[2]! ^= shifted;
    s[3] = rotated(s[3]!, 11);
    return Math.imul(scrambled, 9) >>> 0;
  }
}

function rotated(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

/** `reads` blocks anywhere among `blocks`. */
export function anywhere(positions: Positions, blocks: number, reads: number): Float64Array {
  return Float64Array.from({ length: reads }, () => positions.below(blocks));
}

/** Stretches of reads, each a few MiB before the one ahead of it: forwards, the drive has read
 * ahead. `mib`: blocks a MiB. */
export function backwards(
  positions: Positions,
  blocks: number,
  reads: number,
  mib: number,
): Float64Array {
  const [least, most, stretch] = [2 * mib, 6 * mib, 64];
  let at = -1;
  return Float64Array.from({ length: reads }, (_, i) => {
    at = i % stretch === 0 ? -1 : at - least - positions.below(most - least);
    if (at < 0) at = positions.below(blocks);
    return at;
  });
}

/** First and last 0.5 % of the disk in turn. */
export function endToEnd(positions: Positions, blocks: number, reads: number): Float64Array {
  const edge = Math.max(1, Math.floor(blocks / 200));
  return Float64Array.from({ length: reads }, (_, i) => {
    const into = positions.below(edge);
    return i % 2 === 0 ? into : blocks - 1 - into;
  });
}
