// Two CPUs print at once, and one's record breaks the other's in two. The first part waits here for
// a second part without a first. It is taken only if no other first part waits.

/** A torn record's second part comes at once, or after the record that tore it. */
export const TORN_WINDOW_LINES = 4;
const HEADS_LIMIT = 16;

interface Head {
  readonly text: string;
  readonly line: number;
}

export class TornHeads {
  #heads: Head[] = [];

  keep(text: string, line: number): void {
    this.#heads.push({ text, line });
    if (this.#heads.length > HEADS_LIMIT) this.#heads.shift();
  }

  /** First parts that a second part in line `line` may continue. */
  near(line: number): string[] {
    if (this.#heads.length === 0) return [];
    this.#heads = this.#heads.filter((head) => line - head.line <= TORN_WINDOW_LINES);
    return this.#heads.map((head) => head.text);
  }

  /** The only one; null: none, or nobody knows which of several. None of them waits any more. */
  take(line: number): string | null {
    const heads = this.near(line);
    this.#heads = [];
    return heads.length === 1 ? heads[0]! : null;
  }
}
