// The word that was meant by one that is mistyped.

/** A mistyped word has no more wrong letters than this, nor more than two in five. */
const MOST_WRONG = 3;

/** The nearest of `words` by letters left out, put in, changed or swapped; undefined: none is near. */
export function nearest(typed: string, words: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = MOST_WRONG + 1;
  for (const word of words) {
    if (Math.abs(word.length - typed.length) > MOST_WRONG) continue;
    const wrong = distance(typed, word);
    if (wrong >= least || wrong * 5 > Math.max(word.length, typed.length) * 2) continue;
    best = word;
    least = wrong;
  }
  return best;
}

/** Optimal string alignment: Damerau, CACM 7 (1964), 171-176. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = isSwapped ? before[j - 2]! + 1 : changed;
      row[j] = Math.min(last[j]! + 1, row[j - 1]! + 1, changed, swapped);
    }
    before = last;
    last = row;
  }
  return last[b.length]!;
}
