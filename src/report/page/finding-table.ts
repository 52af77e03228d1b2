// The findings as a table, with partition and place.

import { formatCount } from '../../vocabulary/units.ts';
import { CLASS_COLORS, colored, FAILED, MILD, type PageColor, SLOW, WARN } from './colors.ts';
import type { Finding, FindingKind } from './findings.ts';
import { type Markup, markup } from './markup.ts';

const MOST_ROWS = 150;
const MOST_THINGS = 3;

const COLORS: Readonly<Record<FindingKind, PageColor>> = {
  bad: FAILED,
  'slow zone': MILD,
  slow: SLOW,
  weak: CLASS_COLORS[3]!,
  corrected: CLASS_COLORS[2]!,
  disturbed: WARN,
};

export function findingTable(
  findings: readonly Finding[],
  places: ReadonlyMap<number, number>,
): Markup {
  if (findings.length === 0)
    return markup`<p>No sector failed, none was weak, no block was slow.</p>`;
  const rows = findings
    .slice(0, MOST_ROWS)
    .map((finding, index) => row(finding, places.get(index)));
  const more = findings.length - MOST_ROWS;
  const rest =
    more <= 0
      ? null
      : markup`<p>… and ${formatCount(more)} more: surfscan report MAP --json - lists them.</p>`;
  const isTold = findings.some(({ things }) => things.length > 0);
  const last = isTold ? markup`<th scope="col">what lies there</th>` : null;
  return markup`<table class="list" cellpadding="3"><thead><tr><th class="number" align="right" scope="col">LBA</th><th class="number" align="right" scope="col">sectors</th><th scope="col">what</th><th scope="col">error</th><th scope="col">how</th><th scope="col">partition</th>${last}</tr></thead>
<tbody>${rows}</tbody></table>${rest}`;
}

/** Nothing where nobody has told: the row ends before it. */
function thingCell(things: readonly string[]): Markup | null {
  if (things.length === 0) return null;
  const more = things.length - MOST_THINGS;
  const named = things.slice(0, MOST_THINGS).join('; ');
  return markup`<td>${named}${more <= 0 ? '' : `; and ${formatCount(more)} more`}</td>`;
}

function row(
  { kind, from, to, error, words, partitions, things }: Finding,
  place: number | undefined,
): Markup {
  const span = from === to ? String(from) : `${from}-${to}`;
  const named = place === undefined ? span : markup`<a href="#b${place}">${span}</a>`;
  return markup`<tr><td class="number" align="right">${named}</td><td class="number" align="right">${formatCount(to - from + 1)}</td><td nowrap><svg width="10" height="10" viewBox="0 0 10 10" display="inline" aria-hidden="true"><rect ${colored(COLORS[kind])} fill="currentColor" width="10" height="10"/></svg> ${kind}</td><td>${error}</td><td>${words}</td><td>${partitions}</td>${thingCell(things)}</tr>
`;
}
