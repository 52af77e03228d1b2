// JSON that comes in lines, walked object by object, without ever being whole in memory.

const TOKEN = /"((?:[^"\\]|\\.){0,2000})"|[{}[\],:]|-?\d{1,20}(?:\.\d{1,20})?|true|false|null/g;
const DEPTH_LIMIT = 32;
const VALUES_LIMIT = 128;

export type Values = ReadonlyMap<string, string>;

interface Level {
  readonly key: string;
  readonly isArray: boolean;
  /** Elements before this one. */
  index: number;
  /** Scalars, those of the objects inside it too: "status.value", "previous_commands.0.registers.lba". */
  readonly values: Map<string, string>;
}

export class JsonWalk {
  readonly #levels: Level[] = [{ key: '', isArray: false, index: 0, values: new Map() }];
  #key: string | null = null;
  #word: string | null = null;
  #hasOverflown = false;

  /** `onObject`: an object ends; its keys from the root, and what it has. */
  constructor(private readonly onObject: (path: readonly string[], values: Values) => void) {}

  /** The outermost object has ended, or it is no JSON. */
  get hasEnded(): boolean {
    return this.#hasOverflown || this.#levels.length === 0;
  }

  /** Between the objects that have begun in what was pushed. */
  get isOutside(): boolean {
    return this.#levels.length <= 1;
  }

  /** A line; no token is broken by a line's end. */
  push(text: string): void {
    for (const [token, quoted] of text.matchAll(TOKEN)) {
      if (this.hasEnded) return;
      if (quoted !== undefined) this.#scalar(quoted);
      else if (token === '{' || token === '[') this.#open(token === '[');
      else if (token === '}' || token === ']') this.#close();
      else if (token === ':') [this.#key, this.#word] = [this.#word, null];
      else if (token === ',') this.#next();
      else this.#scalar(token);
    }
  }

  #scalar(text: string): void {
    this.#word = text;
    const level = this.#levels.at(-1)!;
    if (this.#key === null || level.isArray || level.values.size >= VALUES_LIMIT) return;
    level.values.set(this.#key, text);
  }

  #open(isArray: boolean): void {
    const level = this.#levels.at(-1)!;
    const key = level.isArray ? String(level.index) : (this.#key ?? '');
    this.#hasOverflown = this.#levels.length >= DEPTH_LIMIT;
    this.#levels.push({ key, isArray, index: 0, values: new Map() });
    this.#key = null;
    this.#word = null;
  }

  #close(): void {
    const level = this.#levels.pop()!;
    const path = [...this.#levels.map(({ key }) => key), level.key].filter((key) => key !== '');
    if (!level.isArray) this.onObject(path, level.values);
    const above = this.#levels.at(-1);
    if (above === undefined) return;
    // Of a list the first alone: there may be many.
    const isKept = !above.isArray || above.index === 0;
    for (const [key, value] of isKept ? level.values : []) {
      if (above.values.size < VALUES_LIMIT) above.values.set(`${level.key}.${key}`, value);
    }
    this.#key = null;
  }

  #next(): void {
    const level = this.#levels.at(-1)!;
    if (level.isArray) level.index++;
    this.#key = null;
    this.#word = null;
  }
}
