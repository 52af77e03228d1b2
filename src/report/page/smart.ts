// What the drive says of itself, before the scan and after it.

import type { ScanJson } from '../run-json.ts';
import { type Markup, markup } from './markup.ts';

const MOST_ROWS = 60;

export function smartSection({ smart }: Pick<ScanJson, 'smart'>): Markup {
  const { before, after, changed, why_not } = smart;
  if (before === null && after === null && changed.length === 0) {
    return markup`<p>Not known: ${why_not ?? 'the drive was not asked'}.</p>`;
  }
  const names = new Set(changed.map(({ name }) => name));
  const same = Object.keys({ ...before, ...after }).filter(
    (name) => !names.has(name) && (isPlain(before?.[name]) || isPlain(after?.[name])),
  );
  const rows = [
    ...changed.map((each) => row(each.name, each.before, each.after, true)),
    ...same.map((name) => row(name, before?.[name], after?.[name], false)),
  ].slice(0, MOST_ROWS);
  const lead = changed.length === 0 ? markup`<p>Nothing changed during the scan.</p>` : null;
  return markup`${lead}<table cellpadding="2"><thead><tr><th align="left"></th><th class="number" align="right" scope="col">before</th><th class="number" align="right" scope="col">after</th></tr></thead>
<tbody>${rows}</tbody></table>${why_not === null ? null : markup`<p class="muted">${why_not}</p>`}`;
}

const isPlain = (value: unknown) =>
  typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean';

function row(name: string, before: unknown, after: unknown, isLoud: boolean): Markup {
  const cell = (value: unknown) => {
    const text = isPlain(value) ? String(value) : '–';
    return markup`<td class="number" align="right">${isLoud ? markup`<b>${text}</b>` : text}</td>`;
  };
  return markup`<tr><th scope="row" align="left">${name}</th>${cell(before)}${cell(after)}</tr>
`;
}
