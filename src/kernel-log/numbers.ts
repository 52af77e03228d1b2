// Numbers as kernels print them. JavaScript's are exact to 2^53: a larger one is no sector of any
// disk (2^53 sectors are 4 ZiB) and is refused. A number that runs into other text ("LBA=9349[ 12.3]",
// "LBA=9349ad18:", "sector 12<6>[") may have been torn in the middle, and a part of an LBA is another LBA.
// Patterns end theirs with (?![\w[\ufffd]|[.:<+%/-]\w): punctuation may follow, as of JSON, HTML and
// sentences, but nothing that begins another word.

/** Decimal, or hexadecimal with 0x; null: none, or too large. */
export function wholeNumber(text: string | undefined): number | null {
  if (text === undefined || !/^(?:\d{1,20}|0x[\da-f]{1,16})$/i.test(text)) return null;
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : null;
}

/** Hexadecimal without 0x. */
export function hexNumber(text: string): number | null {
  return wholeNumber(`0x${text}`);
}

/** "60 80 10" or "60/80:10". */
export function hexBytes(text: string): number[] {
  return (text.match(/[\da-f]{2}/gi) ?? []).map((pair) => Number.parseInt(pair, 16));
}

/** Bytes, the highest first, as one number; null: too large. */
export function bigEndian(bytes: readonly number[]): number | null {
  let number = 0;
  for (const byte of bytes) {
    number = number * 256 + byte;
    if (number > Number.MAX_SAFE_INTEGER) return null;
  }
  return number;
}
