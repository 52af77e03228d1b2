// Numbers, sizes, times and foreign text as the screen shows them.

import { cleanText } from '../vocabulary/text.ts';

/** With thousands separators: 1,953,525,167. */
export function integer(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** At most four columns: 999, 12k, 3M. For where there is no room; the exact one stands elsewhere. */
export function shortCount(value: number): string {
  const units = ['', 'k', 'M', 'G', 'T'];
  let unit = 0;
  let scaled = value;
  while (scaled >= 1000 && unit < units.length - 1) {
    scaled = Math.floor(scaled / 1000);
    unit++;
  }
  return `${scaled}${units[unit]}`;
}

const DECIMAL_UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
const BINARY_UNITS = ['B', 'KiB', 'MiB', 'GiB'];

function scaled(value: number, step: number, units: readonly string[]): [number, string] {
  let unit = 0;
  let rest = value;
  while (rest >= step && unit < units.length - 1) {
    rest /= step;
    unit++;
  }
  return [rest, units[unit]!];
}

/** As disks are sold: 1.00 TB, 500 GB. */
export function capacity(bytes: number): string {
  const [value, unit] = scaled(bytes, 1000, DECIMAL_UNITS);
  return `${unit === 'B' ? value : value.toPrecision(Math.max(3, integerDigits(value)))} ${unit}`;
}

function integerDigits(value: number): number {
  return String(Math.floor(value)).length;
}

/** 178.2 MB/s, always with one decimal so that it does not jump about. */
export function speed(bytesPerSecond: number): string {
  if (!Number.isFinite(bytesPerSecond)) return '–';
  const [value, unit] = scaled(bytesPerSecond, 1000, DECIMAL_UNITS);
  return `${value.toFixed(1)} ${unit}/s`;
}

/** A block's size: 128 KiB, 127.5 KiB. */
export function blockSize(bytes: number): string {
  const [value, unit] = scaled(bytes, 1024, BINARY_UNITS);
  return `${Number.isInteger(value) ? value : value.toFixed(1)} ${unit}`;
}

/** h:mm:ss, with days from two days on. */
export function duration(seconds: number | null): string {
  if (seconds === null || !Number.isFinite(seconds)) return '–:––:––';
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value: number) => String(value).padStart(2, '0');
  const clock = (hours: number) =>
    `${hours}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
  const hours = Math.floor(whole / 3600);
  return hours < 48 ? clock(hours) : `${Math.floor(hours / 24)}d ${clock(hours % 24)}`;
}

/** Rounded down: 100.0 % is all of it. */
export function percent(part: number): string {
  return `${(Math.floor(Math.min(1, Math.max(0, part)) * 1000 + 1e-9) / 10).toFixed(1)} %`;
}

/** A latency: 0.40 ms, 91 ms, 1,234 ms; from 10 s on 10.0 s, as in the report. */
export function latency(ms: number): string {
  if (ms < 0.01) return '<0.01 ms';
  if (ms < 1) return `${ms.toFixed(2)} ms`;
  if (ms >= 9999.5) return `${(ms / 1000).toFixed(1)} s`;
  return ms < 10 ? `${ms.toFixed(1)} ms` : `${integer(ms)} ms`;
}

/** LBAs, inclusive. */
export function lbaRange(from: number, to: number): string {
  return from === to ? integer(from) : `${integer(from)}–${integer(to)}`;
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${integer(count)} ${count === 1 ? one : many}`;
}

/** East Asian Width W and F of Unicode's EastAsianWidth.txt: ideographs, kana, Hangul, full-width forms.
 * Two columns in every terminal; pictographs, of which terminals think differently, are left out. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u3029\u3030-\u303e\u3041-\u3096\u309b-\u33ff\u3400-\u4dbf\u4e00-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u;

/** Latin, Greek and Cyrillic letters take one column everywhere; of others, and of marks that take
 * none, a terminal and a program count differently. */
const NARROW =
  /[\u0020-\u007e\u00a1-\u024f\u0370-\u0373\u0384-\u03ff\u0400-\u0482\u048a-\u04ff…–]/u;

/** Columns of a glyph. */
export function widthOfGlyph(glyph: string): number {
  return glyph >= '\u1100' && WIDE.test(glyph) ? 2 : 1;
}

/** Columns of a text. */
export function widthOf(text: string): number {
  let width = 0;
  for (const glyph of text) width += widthOfGlyph(glyph);
  return width;
}

/** Foreign text in at most `width` columns, of characters whose width is known. */
export function foreign(text: string | null, width = 200): string {
  if (text === null || width <= 0) return '';
  const clean = cleanText(text.slice(0, 4 * width + 8).normalize('NFC'));
  let known = '';
  for (const glyph of clean) known += NARROW.test(glyph) || WIDE.test(glyph) ? glyph : '?';
  return cut(known.trim(), width);
}

/** Text in at most `width` columns. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  if (width <= 0) return '';
  let kept = '';
  let columns = 0;
  for (const glyph of text) {
    columns += widthOfGlyph(glyph);
    if (columns > width - 1) break;
    kept += glyph;
  }
  return `${kept}…`;
}
