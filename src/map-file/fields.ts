// JSON that somebody else may have written, taken field by field. What is not as expected throws
// ERR_USAGE that names the field. What nobody asks for may be a later version's.

import { usageError } from '../vocabulary/errors.ts';
import { cleanText } from '../vocabulary/text.ts';

const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

export class Fields {
  readonly #fields: ReadonlyMap<string, unknown>;
  readonly #taken = new Set<string>();

  /** `where`: what the object is called in messages. */
  constructor(
    value: unknown,
    private readonly where: string,
  ) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw usageError(`${where}: expected an object`);
    }
    this.#fields = new Map(Object.entries(value));
  }

  /** A whole number below 2^53. */
  whole(name: string, least = 0, most = Number.MAX_SAFE_INTEGER): number {
    const value = this.#take(name);
    if (Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most) {
      return Number(value) + 0; // -0 becomes 0
    }
    throw this.#wrong(name, `a whole number from ${least} to ${most}`);
  }

  /** As `whole`; null where there is none. */
  optionalWhole(name: string, least?: number, most?: number): number | null {
    const isThere = this.#take(name) !== undefined && !this.#isNull(name);
    return isThere ? this.whole(name, least, most) : null;
  }

  /** From 0, of a size that only measuring gives. */
  measure(name: string): number {
    const value = this.#take(name);
    if (Number.isFinite(value) && Number(value) >= 0) return Number(value) + 0;
    throw this.#wrong(name, 'a finite number from 0');
  }

  /** Clean, cut to `most` characters. */
  text(name: string, most: number): string {
    const value = this.#take(name);
    if (typeof value === 'string') return cleanText(value, most);
    throw this.#wrong(name, 'text');
  }

  textOrNull(name: string, most: number): string | null {
    return this.#isNull(name) ? null : this.text(name, most);
  }

  /** As `text`; null where there is none. */
  optionalText(name: string, most: number): string | null {
    return this.#take(name) === undefined ? null : this.textOrNull(name, most);
  }

  time(name: string): string {
    const value = this.#take(name);
    if (typeof value === 'string' && ISO_TIME.test(value) && !Number.isNaN(Date.parse(value))) {
      return value;
    }
    throw this.#wrong(name, 'a time such as 2026-11-22T10:00:00.000Z');
  }

  timeOrNull(name: string): string | null {
    return this.#isNull(name) ? null : this.time(name);
  }

  flag(name: string): boolean {
    const value = this.#take(name);
    if (typeof value === 'boolean') return value;
    throw this.#wrong(name, 'true or false');
  }

  /** As `flag`; false where there is none. */
  optionalFlag(name: string): boolean {
    return this.#take(name) === undefined ? false : this.flag(name);
  }

  flagOrNull(name: string): boolean | null {
    return this.#isNull(name) ? null : this.flag(name);
  }

  oneOf<T extends string>(name: string, choices: readonly T[]): T {
    const value = this.#take(name);
    const found = choices.find((choice) => choice === value);
    if (found !== undefined) return found;
    throw this.#wrong(name, `one of ${choices.join(' ')}`);
  }

  /** At most `most` of whatever. */
  list(name: string, most: number): readonly unknown[] {
    const value = this.#take(name);
    if (Array.isArray(value) && value.length <= most) return value;
    throw this.#wrong(name, `a list of at most ${most}`);
  }

  /** As `list`; null where there is none. */
  optionalList(name: string, most: number): readonly unknown[] | null {
    return this.#take(name) === undefined || this.#isNull(name) ? null : this.list(name, most);
  }

  object(name: string): Fields {
    return new Fields(this.#take(name), `${this.where}.${name}`);
  }

  objectOrNull(name: string): Fields | null {
    return this.#isNull(name) ? null : this.object(name);
  }

  /** As `object`; null where there is none. */
  optionalObject(name: string): Fields | null {
    return this.#take(name) === undefined ? null : this.objectOrNull(name);
  }

  /** Names and values, where the names are not known beforehand. */
  all(): readonly (readonly [string, unknown])[] {
    for (const name of this.#fields.keys()) this.#taken.add(name);
    return [...this.#fields];
  }

  /** The fields that were not taken. */
  rest(): Readonly<Record<string, unknown>> {
    return Object.fromEntries([...this.#fields].filter(([name]) => !this.#taken.has(name)));
  }

  #isNull(name: string): boolean {
    return this.#take(name) === null;
  }

  #take(name: string): unknown {
    this.#taken.add(name);
    return this.#fields.get(name);
  }

  #wrong(name: string, expected: string) {
    return usageError(`${this.where}.${name}: expected ${expected}`);
  }
}

/** A name out of a file, for a message. */
export function quoted(name: string): string {
  return `"${cleanText(name, 40)}"`;
}

/** Throws ERR_USAGE where the bytes are no JSON in UTF-8. */
export function parseJson(bytes: Uint8Array, where: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw usageError(`${where}: expected JSON`);
  }
}
