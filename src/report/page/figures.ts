// Numbers as the page tells them: each carries its value and where in the JSON it stands.

import { cleanText } from '../../vocabulary/text.ts';
import { formatBytes, formatCount } from '../../vocabulary/units.ts';
import type { ScanJson } from '../run-json.ts';
import { type Markup, markup } from './markup.ts';

type Value = string | number | null | undefined;

/** What stands at "coverage.bad" or "rules.0.value" of a scan. */
export function valueAt(scan: object, path: string): Value {
  let value: unknown = scan;
  for (const key of path.split('.')) value = (value as Record<string, unknown> | null)?.[key];
  return value as Value;
}

/** `words`: how the value is written; as a count, where nothing else is said. */
export function figure(
  scan: ScanJson,
  path: string,
  words: (value: number) => string = formatCount,
): Markup {
  const value = valueAt(scan, path);
  if (typeof value !== 'number') return markup`–`;
  return markup`<data value="${String(value)}" data-json="${path}">${words(value)}</data>`;
}

/** An LBA is copied into other programs: it is never grouped. */
export const lba = (scan: ScanJson, path: string): Markup => figure(scan, path, String);

/** Text as the disk or the system gave it; "–": it did not. */
export function fact(scan: ScanJson, path: string): Markup {
  const value = valueAt(scan, path);
  if (value === null || value === undefined || value === '') return markup`–`;
  return markup`<span data-json="${path}">${String(value)}</span>`;
}

export const sizeOf = ({ device }: Pick<ScanJson, 'device'>): string =>
  formatBytes(device.sectors * device.logical_bytes);

const MOST_NAME = 200;

/** Model and serial, or the path where neither is known; then the size. */
export function diskName(
  {
    model,
    serial,
    path,
  }: { readonly [K in 'model' | 'serial']: string | null } & { readonly path: string },
  size: string,
): string {
  const known = [model, serial].filter((text) => text !== null && text !== '');
  return `${cleanText(known.length === 0 ? path : known.join(' '), MOST_NAME)}, ${size}`;
}

/** Rows of a name and what it is. Without a style the cells stand apart as well. */
export function factTable(
  rows: readonly (readonly [name: string, value: Markup | string])[],
): Markup {
  const cells = rows.map(
    ([name, value]) =>
      markup`<tr><th scope="row" align="left" valign="top">${name}</th><td>${value}</td></tr>\n`,
  );
  return markup`<table cellpadding="2">${cells}</table>`;
}

export function noteList(notes: readonly string[]): Markup {
  if (notes.length === 0) return markup``;
  return markup`<section><h2>Notes</h2><ul>${notes.map((note) => markup`<li>${note}</li>\n`)}</ul></section>`;
}
