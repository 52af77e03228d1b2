// JSON as it is written to a file or a terminal.

/** What a terminal would obey rather than show, but for JSON's own line ends. */
const STEERING = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Indented, with an end. What JSON.stringify lets pass though it steers terminals (DEL, C1, bidi) is
 * escaped like the rest: the value is the same. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2).replace(STEERING, escaped)}\n`;
}

/** In one line, with its end; escaped as jsonText. */
export function jsonLine(value: unknown): string {
  return `${JSON.stringify(value).replace(STEERING, escaped)}\n`;
}

function escaped(character: string): string {
  const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}
