// Text that others wrote: disks, file names, kernel logs. None of it may steer a terminal, turn a
// line around, or hide what stands beside it.

/** Control (C0, DEL, C1), format (bidi, zero width, tags), lone surrogates, private use, unassigned
 * (all \p{C}), line and paragraph separators, and what fonts draw as nothing (fillers, variation
 * selectors: Default_Ignorable_Code_Point). */
const UNSAFE = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** Any script writes with a few marks on a letter; a tower of them covers the lines above. */
const MARK_TOWER = /(\p{M}{3})\p{M}+/gu;

/** As cleanText, but lines stay lines: of what a program wrote, with hostile text in it. */
export function cleanLines(text: string): string {
  return text
    .split('\n')
    .map((line) => cleanText(line))
    .join('\n');
}

/**
 * `text` without anything that is no plain visible character: each is replaced by '?'. With
 * `maxLength`, longer text is cut to that many characters, the last of them '…'.
 */
export function cleanText(text: string, maxLength = Number.POSITIVE_INFINITY): string {
  // Hostile text may be long: work on no more of it than can be shown.
  const bounded = maxLength < text.length ? text.slice(0, 2 * maxLength + 2) : text;
  const clean = bounded.replace(UNSAFE, '?').replace(MARK_TOWER, '$1?');
  const isWhole = bounded.length === text.length;
  if (isWhole && clean.length <= maxLength) return clean;
  const characters = [...clean];
  if (isWhole && characters.length <= maxLength) return clean;
  return `${characters.slice(0, Math.max(0, maxLength - 1)).join('')}${maxLength > 0 ? '…' : ''}`;
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\\', '\\\\'],
]);

/** Bytes that should be UTF-8, as one plain line that tells each of them apart: "a\nb", "\xff". */
export function escapedText(bytes: Uint8Array, maxLength = 4096): string {
  const hex = (byte: number) => `\\x${byte.toString(16).padStart(2, '0')}`;
  const parts: string[] = [];
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes[at]!);
    const sequence = bytes.subarray(at, at + length);
    let character: string | null = null;
    try {
      character = decoder.decode(sequence);
    } catch {} // no UTF-8
    if (character === null) parts.push(hex(bytes[at]!));
    else if (ESCAPES.has(character)) parts.push(ESCAPES.get(character)!);
    else if (cleanText(character) === character) parts.push(character);
    else parts.push([...sequence].map(hex).join(''));
    at += character === null ? 1 : length;
  }
  return cleanText(parts.join(''), maxLength);
}

/** By its first byte: RFC 3629, section 3. Of a byte that begins none, the decoder refuses any. */
function sequenceLength(byte: number): number {
  return byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
}

/** What plain text has for what surfscan itself writes beyond ASCII. */
const PLAIN: Readonly<Record<string, string>> = {
  '·': '-',
  '…': '...',
  '–': '-',
  '—': '-',
  '×': 'x',
  '±': '+-',
  µ: 'u',
  '’': "'",
  '≥': '>=',
  '≤': '<=',
  '→': '->',
  '°': 'deg ',
  '“': '"',
  '”': '"',
  // A curve's levels, as the screen has them (tui/charset.ts).
  '▁': '_',
  '▂': '.',
  '▃': ':',
  '▄': '%',
  '▅': 'o',
  '▆': '0',
  '▇': '#',
  '█': '@',
};

/** For terminals and files of a locale without UTF-8: printable ASCII and line ends. */
export function asciiText(text: string): string {
  return text.replace(/[^\n\r\t -~]/gu, (character) => PLAIN[character] ?? '?');
}

/** locale(7): the first that is set and not empty decides. */
export function speaksUtf8(env: Readonly<Record<string, string | undefined>>): boolean {
  return /utf-?8/i.test(env.LC_ALL || env.LC_CTYPE || env.LANG || 'C');
}
