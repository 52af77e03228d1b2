// What the drive counts of its own troubles, before the scan and after it.

import { smartName } from '../../vocabulary/smart.ts';
import { formatCount } from '../../vocabulary/units.ts';
import type { SmartReadingJson } from '../drive-json.ts';
import type { ScanJson } from '../run-json.ts';
import { type Markup, markup } from './markup.ts';

/** A hostile drive's are no more. */
const MOST_ROWS = 60;

export function smartSection({ smart }: Pick<ScanJson, 'smart'>): Markup {
  const { before, after, changed, why_not } = smart;
  if (before === null && after === null) {
    return markup`<p>Not known: ${why_not ?? 'the drive was not asked'}.</p>`;
  }
  const names = new Set(changed.map(({ name }) => name));
  const counters = { ...before?.counters, ...after?.counters };
  const isWhole = before !== null && after !== null;
  const rows = [
    row('its own judgement', health(before), health(after), isWhole),
    ...changed.map((each) => row(each.name, each.before, each.after, true)),
    ...Object.keys(counters)
      .filter((name) => !names.has(name))
      .map((name) => row(name, countOf(before, name), countOf(after, name), false)),
    row('temperature, °C', before?.temperature_c, after?.temperature_c, false),
    row('power-on hours', before?.power_on_hours, after?.power_on_hours, false),
  ].slice(0, MOST_ROWS);
  const lead =
    isWhole && changed.length === 0 ? markup`<p>Nothing changed during the scan.</p>` : null;
  return markup`${lead}<table cellpadding="2"><thead><tr><td></td><td></td><th class="number" align="right" scope="col">before</th><th class="number" align="right" scope="col">after</th></tr></thead>
<tbody>${rows}</tbody></table>
${why_not === null ? null : markup`<p>Not known ${why_not}.</p>`}<p class="muted">as smartctl tells it; ${asked('before', before)}${isWhole ? ', ' : ''}${asked('after', after)}</p>`;
}

function asked(when: string, reading: SmartReadingJson | null): string {
  if (reading === null) return '';
  return `${when}: ${reading.time.slice(0, 19).replace('T', ' ')} UTC, exit status ${reading.exit_status}`;
}

function health(reading: SmartReadingJson | null): string | null {
  if (reading === null || reading.passed === null) return null;
  return reading.passed ? 'passed' : 'FAILING';
}

/** Names may be what objects have of their own. */
function countOf(reading: SmartReadingJson | null, name: string): number | null {
  const counters = reading?.counters ?? {};
  return Object.hasOwn(counters, name) ? counters[name]! : null;
}

type Value = number | string | null | undefined;

function row(name: string, before: Value, after: Value, isLoud: boolean): Markup {
  const isChanged = isLoud && before !== after;
  const cell = (value: Value) => {
    const text = typeof value === 'number' ? formatCount(value) : (value ?? '–');
    return markup`<td class="number" align="right">${isChanged ? markup`<b>${text}</b>` : text}</td>`;
  };
  const head = isChanged ? markup`<b>${name}</b>` : name;
  const words = smartName(name);
  return markup`<tr><th scope="row" align="left">${head}</th><td>${words === name ? '' : words}</td>${cell(before)}${cell(after)}</tr>
`;
}
