// The page of one scan: what decided first, then what it was, then the pictures.

import type { ScanResult } from '../../engine/result.ts';
import { summaryOf } from '../../engine/summary.ts';
import { changeLines, diffLine } from '../diff-text.ts';
import type { ScanJson } from '../run-json.ts';
import type { StoredScan } from '../stored-scan.ts';
import type { ToldWhere } from '../told-where.ts';
import { toolJson } from '../tool-json.ts';
import { decidingWords, VERDICT_WORDS } from '../verdict-words.ts';
import { amount } from '../words.ts';
import { adviceOf } from './advice.ts';
import { WINDOW_BLOCKS, WINDOW_COLUMNS } from './block-window.ts';
import { type ClickData, clickData } from './click-data.ts';
import { CLICK_SCRIPT } from './click-script.ts';
import { coverageBar } from './coverage-bar.ts';
import { CURVE_HEIGHT, type Curve, curvePicture, curveWords } from './curve.ts';
import { diskMapSvg } from './disk-map.ts';
import { pageText } from './document.ts';
import { blockFacts, blocksRead, identityFacts, latencyFacts, methodFacts } from './facts.ts';
import { figure, noteList } from './figures.ts';
import { findingTable } from './finding-table.ts';
import { findingsOf } from './findings.ts';
import { histogram } from './histogram.ts';
import { type Markup, markup } from './markup.ts';
import { placesOf } from './places.ts';
import { type ScanParts, scanParts } from './scan-parts.ts';
import { smartSection } from './smart.ts';
import { svg, WIDTH } from './svg.ts';

/** Of a kind; the rest is in the JSON. */
const MOST_CHANGES = 50;

/** `told`: by a spot check, what lies where. */
export function scanPage(stored: StoredScan, told: readonly ToldWhere[] = []): string {
  const { grid, map, result, partitions } = stored;
  const parts = scanParts(stored);
  const { scan, cells, disk, curve, name } = parts;
  const findings = findingsOf(scan, partitions, told);
  const places = placesOf(grid, map, findings);
  const click = clickData(cells, map);
  const bar = coverageBar(scan.coverage);
  const body = markup`<header>
<h1><span class="verdict ${scan.verdict}">${VERDICT_WORDS[scan.verdict]}</span> ${name}</h1>
<p class="muted">surface scan ${coverageWords(parts)}, ${scan.started.slice(0, 16).replace('T', ' ')} UTC · surfscan ${toolJson().version}</p>
${lead(decidingWords(summaryOf(result)))}
${ruleList(scan)}
</header>
<div class="columns"><section><h2>The disk</h2>${identityFacts(scan)}</section>
<section><h2>The scan</h2>${methodFacts(scan)}</section></div>
<section><h2>SMART, before the scan and after it</h2>${smartSection(scan)}</section>
<section><h2>Coverage: good + bad + unread = all</h2>
${bar.picture}
<p>${figure(scan, 'coverage.good')} good + ${figure(scan, 'coverage.bad')} bad + ${figure(scan, 'coverage.unread')} unread = ${figure(scan, 'coverage.total')} sectors, LBA ${figure(scan, 'range.from', String)}-${figure(scan, 'range.to', String)}</p>
${bar.words === '' ? null : markup`<p class="muted">${bar.words}</p>`}</section>
<section><h2>${parts.isWhole ? 'The whole disk' : 'The range that was scanned'}</h2>
${diskMapSvg(disk)}
<p class="muted">${disk.words}</p></section>
<section><h2>Single blocks</h2>
${clicked(click)}
${findings.length === 0 && click === null ? markup`<p>Nothing was found to be looked at.</p>` : places.markup}</section>
${curveSection(curve)}
<section><h2>Latency of the ${blocksRead(scan)}</h2>
<div class="columns"><div>${histogram(cells.tally)}<p class="muted">both scales logarithmic; a bar is one step of the map, 8 %</p></div>
<div class="columns">${blockFacts(scan)}${latencyFacts(scan)}</div></div></section>
<section><h2>What was found</h2>
${findingTable(findings, places.ofFinding)}</section>
<section><h2>What to do</h2><ul>${adviceOf(scan).map((sentence) => markup`<li>${sentence}</li>\n`)}</ul></section>
${earlierScan(result)}
${noteList([...(scan.error === undefined ? [] : [scan.error.message]), ...scan.notes])}
${click?.markup ?? null}`;
  const title = `${VERDICT_WORDS[scan.verdict]} ${name}`;
  return pageText({ title, body, ...(click === null ? {} : { script: CLICK_SCRIPT }) });
}

function coverageWords({ scan, isWhole }: ScanParts): string {
  if (!isWhole) return 'of a part of the disk';
  return scan.coverage.unread === 0 ? 'of every sector' : 'that has not read every sector';
}

function lead(words: string): Markup {
  return words === '' ? markup`` : markup`<p class="lead">${words}</p>`;
}

function ruleList({ rules }: ScanJson): Markup {
  const items = rules.map(
    ({ rule, value, failed }, i) =>
      markup`<li>${failed ? '✗' : '✓'} <code>${rule}</code>: <data value="${String(value)}" data-json="rules.${i}.value">${amount(value)}</data>${failed ? ' – the rule failed' : ''}</li>\n`,
  );
  return markup`<ul>${items}</ul>`;
}

function clicked(click: ClickData | null): Markup {
  if (click === null) {
    return markup`<p class="muted">So much is not ordinary on this disk that its single blocks have no room here.</p>`;
  }
  const cell = WIDTH / WINDOW_COLUMNS;
  const height = Math.ceil((WINDOW_BLOCKS / WINDOW_COLUMNS) * cell);
  const alike =
    click.alike === null
      ? ''
      : ` Blocks of ${click.alike} and faster are too many to be told apart there.`;
  const picture = svg({
    height,
    label: 'Single blocks where the map was clicked',
    body: markup`<g id="clicked" fill="none" shape-rendering="crispEdges" transform="scale(${String(cell)}) translate(0 .5)"></g>`,
  });
  return markup`<p class="muted">A click on the map shows the blocks there, where scripts may run.${alike}</p>
<div id="click" hidden><p id="where"></p>${picture}</div>`;
}

function curveSection(curve: Curve): Markup {
  const what = curve.isLatency ? 'Latency' : 'Speed';
  if (curve.points.every(({ value }) => value === null)) return markup``;
  const picture = svg({
    height: CURVE_HEIGHT,
    label: `${what} over the disk`,
    body: curvePicture(curve),
  });
  return markup`<section><h2>${what} over the disk</h2>${picture}<p class="muted">${curveWords(curve)}</p></section>`;
}

/** What changed since the scan that `--baseline` named. */
function earlierScan({ compared }: ScanResult): Markup {
  if (compared === null) return markup``;
  const lines = changeLines(compared, MOST_CHANGES);
  const began = compared.old.started.toISOString().slice(0, 10);
  return markup`<section><h2>Beside the scan of ${began}</h2><p class="lead">${diffLine(compared)}</p>
<ul>${lines.map((line) => markup`<li>${line.trim()}</li>\n`)}</ul></section>`;
}
