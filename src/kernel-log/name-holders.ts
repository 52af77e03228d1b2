// Names are used again: after `da4` left, another disk is da4. Who had a name from which line on, as far as
// the log tells.

/** What a log says of the disk behind a name; null: nothing. */
export interface HolderFacts {
  readonly serial: string | null;
  readonly model: string | null;
  /** Logical. */
  readonly sectors: number | null;
}

export interface NameHolder extends HolderFacts {
  /** The name's lines from this one on are of this disk. 1-based; 0: the log begins with it. */
  readonly fromLine: number;
}

type Kept = { -readonly [K in keyof NameHolder]: NameHolder[K] };

/** Names, and holders of all names. */
const LIMIT = 10_000;

const NOTHING: HolderFacts = { serial: null, model: null, sectors: null };

export class NameHolders {
  readonly #byName = new Map<string, Kept[]>();
  #count = 0;

  /** By name, each name's in the order in which they had it. */
  all(): Map<string, readonly NameHolder[]> {
    return new Map(this.#byName);
  }

  get isEmpty(): boolean {
    return this.#byName.size === 0;
  }

  /** Which of them had the name on a line, as far as the log has been read. */
  epochOf(name: string, line: number): number {
    return this.#byName.get(name)?.findLastIndex(({ fromLine }) => fromLine <= line) ?? 0;
  }

  /** A disk takes the name. What was said of it before, while it had none, comes with it. */
  arrives(name: string, fromLine: number, facts: Partial<HolderFacts> = {}): void {
    const holders = this.#of(name);
    if (holders === undefined || this.#count >= LIMIT) return;
    this.#count++;
    holders.push({ ...NOTHING, ...facts, fromLine });
  }

  /** It turns out that no disk came with the last of `arrives`. */
  takeBack(name: string): void {
    const holders = this.#byName.get(name) ?? [];
    if (holders.length > 1) holders.pop();
  }

  /** Of the disk that has the name; what is known of it stays. */
  tell(name: string, facts: Partial<HolderFacts>): void {
    const holder = this.#of(name)?.at(-1);
    if (holder === undefined) return;
    holder.serial ??= facts.serial ?? null;
    holder.model ??= facts.model ?? null;
    holder.sectors ??= facts.sectors ?? null;
  }

  #of(name: string): Kept[] | undefined {
    const known = this.#byName.get(name);
    if (known !== undefined || this.#byName.size >= LIMIT) return known;
    const holders: Kept[] = [{ ...NOTHING, fromLine: 0 }];
    this.#byName.set(name, holders);
    return holders;
  }
}
