// Chance that can be repeated.

export function someSeeds(count: number): number[] {
  return Array.from({ length: count }, () => Math.floor(Math.random() * 2 ** 31));
}

/** Mulberry32: small, and the same everywhere. */
export function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}
