// Text for programs that count columns or split at marks: printable ASCII alone.

import { asciiText, cleanText } from '../vocabulary/text.ts';

/** Whatever else there is is a "?", and "|", which parts a plugin's text from its figures, a "/". */
export function plainText(text: string): string {
  return asciiText(cleanText(text)).replaceAll('|', '/');
}

/** Cut to `most` characters, the end of them "...". */
export function fitted(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, Math.max(0, most - 3))}...`;
}

/** What a disk is called in one word: its serial, else its WWN, else where it was. */
export function diskName({
  serial,
  wwn,
  path,
}: {
  readonly serial: string | null;
  readonly wwn: string | null;
  readonly path: string;
}): string {
  const name = [serial, wwn].find((text) => text !== null && text.trim() !== '') ?? path;
  return plainText(name).trim();
}

/** "42 s", "3 h", "12 d": in one unit. Clocks differ: nothing is older than now. */
export function ageWords(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const units = [
    ['d', 86_400],
    ['h', 3600],
    ['min', 60],
  ] as const;
  const [unit, size] = units.find(([, size]) => whole >= 2 * size) ?? ['s', 1];
  return `${Math.floor(whole / size)} ${unit}`;
}

/** Since a scan ended; of one that did not, since it began. */
export function ageSeconds(
  { started, finished }: { readonly started: Date; readonly finished: Date | null },
  now: Date,
): number {
  return Math.max(0, (now.getTime() - (finished ?? started).getTime()) / 1000);
}
