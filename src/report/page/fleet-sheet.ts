// The fleet's sheet: a card a disk, worst first, disks of one model compared.

import { formatBytes, formatCount, formatSpeed } from '../../vocabulary/units.ts';
import { newestScans } from '../newest-scans.ts';
import { ageSeconds, ageWords, fitted } from '../plain-text.ts';
import { decidingWords } from '../verdict-words.ts';
import { plural } from '../words.ts';
import { CARD_MAP_HEIGHT, CARD_WIDTH, type Card } from './card.ts';
import { colored, LINE, MEDIAN } from './colors.ts';
import { type Compared, compared, type ModelMedian, mostOf } from './compare.ts';
import { pageText } from './document.ts';
import { type Markup, markup } from './markup.ts';
import { STANDINGS, type Standing, standingOf, worstFirst } from './rank.ts';

const CURVE_HEIGHT = 44;
const GAP = 6;
const MOST_WORDS = 140;

const STANDING_WORDS: Readonly<Record<Standing, string>> = {
  unfit: 'FAIL',
  'not finished': 'INCOMPLETE',
  'slow for the model': 'PASS, slow',
  weak: 'PASS, weak or slow',
  fit: 'PASS',
};
const STANDING_COLORS: Readonly<Record<Standing, string>> = {
  unfit: '#cf222e',
  'not finished': '#6b7480',
  'slow for the model': '#b07800',
  weak: '#b07800',
  fit: '#1a7f37',
};

const STYLE = `.fleet{margin-top:16px;display:grid;grid-template-columns:repeat(auto-fill,minmax(266px,1fr));gap:14px}
.card{border:1px solid #d9dde2;border-radius:6px;padding:0 8px 8px;overflow:hidden;break-inside:avoid}
.card h2{font-size:13px;margin:0;padding:6px 0 4px;border:0;display:flex;justify-content:space-between;gap:8px;flex-wrap:wrap}
.card>svg{width:100%}.card>.top{margin:0 -8px;max-width:none;width:calc(100% + 16px)}.card p{font-size:12px;line-height:1.4;margin:2px 0 0;overflow-wrap:anywhere}
.card h2 span{font-weight:400}`;

/** `troubles`: why maps could not be read. */
export function fleetSheet(all: readonly Card[], troubles: readonly string[], now: Date): string {
  const newest = new Set(newestScans(all.map(({ summary }) => summary)));
  const disks = worstFirst(compared(all.filter(({ summary }) => newest.has(summary))));
  const medians = [...new Set(disks.flatMap(({ median }) => median ?? []))];
  const counts = STANDINGS.flatMap((standing) => {
    const count = disks.filter((disk) => standingOf(disk) === standing).length;
    return count === 0 ? [] : [`${formatCount(count)} ${standing}`];
  });
  const title = `${plural(disks.length, 'disk')}: ${counts.join(', ')}`;
  const older = all.length - disks.length;
  const body = markup`<h1>${title}</h1>
<p class="muted">worst first · map: its shade the mean, a colour where a block took 150 ms or more, failed (ringed) or was not read · curve: this disk's in blue, its model's median in grey${older > 0 ? ` · ${plural(older, 'older scan')} of the same disks left out` : ''}</p>
${troubleList(troubles)}
<svg width="0" height="0" aria-hidden="true"><defs>${medians.map(medianSymbol)}</defs></svg>
<div class="fleet">
${disks.map((disk) => cardMarkup(disk, now))}</div>`;
  return pageText({ title, body, style: STYLE });
}

function troubleList(troubles: readonly string[]): Markup | null {
  if (troubles.length === 0) return null;
  const items = troubles.map((text) => markup`<li>${text}</li>\n`);
  return markup`<p class="lead">${plural(troubles.length, 'map')} could not be read:</p><ul>${items}</ul>`;
}

function cardMarkup(disk: Compared, now: Date): Markup {
  const { summary } = disk.card;
  const { device } = summary;
  const standing = standingOf(disk);
  const name = [device.serial, device.wwn].find((text) => text) ?? device.path;
  const known = [
    device.model,
    formatBytes(device.sectors * device.logicalBytes),
    summary.host?.name,
  ];
  const about = [...known, ...labelsOf(disk)].filter(Boolean).join(' · ');
  const age = `${summary.finished === null ? 'begun ' : ''}${ageWords(ageSeconds(summary, now))} ago`;
  return markup`<article class="card"><svg class="top" width="${CARD_WIDTH}" height="4" preserveAspectRatio="none" viewBox="0 0 1 1"><path fill="${STANDING_COLORS[standing]}" d="M0 0h1v1H0z"/></svg>
<h2>${fitted(name, 40)} <span>${STANDING_WORDS[standing]}</span></h2>${pictures(disk)}
<p>${sentence(disk)}</p><p class="muted">${fitted(about, 160)} · ${age}</p></article>
`;
}

const labelsOf = ({ card }: Compared) =>
  Object.entries(card.summary.host?.labels ?? {}).map(([key, value]) => `${key}=${value}`);

function sentence({ card: { summary }, median, part, isSlow, slowParts }: Compared): Markup {
  const said = fitted(decidingWords(summary), MOST_WORDS);
  const rate = summary.bytesPerSecond === 0 ? '' : formatSpeed(summary.bytesPerSecond);
  const percent = (value: number) => `${(value * 100).toFixed(0)} %`;
  const beside =
    part === null || median === null
      ? ''
      : `, ${percent(part)} of its model’s median (${plural(median.disks, 'disk')})`;
  const slow = [
    ...(isSlow ? ['slow for its model'] : []),
    ...(slowParts > 0 ? ['a part at less than half its model’s speed'] : []),
  ].join('; ');
  const loud = [said, slow].filter((text) => text !== '').join('; ');
  return markup`${loud === '' ? null : markup`<b>${loud}</b> `}${rate}${beside}`;
}

function pictures(disk: Compared): Markup {
  const height = CARD_MAP_HEIGHT + GAP + CURVE_HEIGHT;
  return markup`<svg viewBox="0 0 ${CARD_WIDTH} ${height}" width="${CARD_WIDTH}" overflow="visible">${disk.card.map}<g transform="translate(0 ${CARD_MAP_HEIGHT + GAP})">${curves(disk)}</g></svg>`;
}

function curves({ card, median }: Compared): Markup {
  const most = Math.max(median?.most ?? 0, mostOf(card));
  const path = curvePath(
    card.curve.points.map(({ value }) => value),
    most,
  );
  const usual = median === null ? null : markup`<use href="#m${median.index}" ${colored(MEDIAN)}/>`;
  return markup`${usual}<path ${colored(LINE)} fill="none" stroke="currentColor" stroke-width="1.3" d="${path}"/>`;
}

/** Once a model: each of its cards refers to it. */
function medianSymbol({ index, curve, most }: ModelMedian): Markup {
  return markup`<path id="m${index}" fill="none" stroke="currentColor" stroke-width="2" d="${curvePath(curve, most)}"/>`;
}

/** Whole pixels: it is half an inch high. */
function curvePath(values: readonly (number | null)[], most: number): string {
  const x = (i: number) => Math.round((i / Math.max(1, values.length - 1)) * CARD_WIDTH);
  const y = (value: number) =>
    Math.round((1 - value / (most || 1)) * (CURVE_HEIGHT - 2) * 10) / 10 + 1;
  let isOpen = false;
  return values
    .map((value, i) => {
      if (value === null) {
        isOpen = false;
        return '';
      }
      const step = `${isOpen ? 'L' : 'M'}${x(i)} ${y(value).toFixed(1)}`;
      isOpen = true;
      return step;
    })
    .join('');
}
