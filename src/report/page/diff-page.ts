// The page of two scans compared: what changed first, then both scans side by side, and both curves.

import type { ComparedResult, ComparedScan } from '../../engine/compared-scan.ts';
import type { LbaRange } from '../../vocabulary/ranges.ts';
import { formatBytes, formatCount, formatUs } from '../../vocabulary/units.ts';
import type { ComparedMaps } from '../compare-maps.ts';
import { changeLines, diffLine } from '../diff-text.ts';
import { toolJson } from '../tool-json.ts';
import { lbas } from '../words.ts';
import { colored, FAILED, GOOD, LINE, type PageColor, SLOW } from './colors.ts';
import {
  CURVE_HEIGHT,
  CURVE_POINTS,
  type Curve,
  curveOf,
  curvePicture,
  curveWords,
} from './curve.ts';
import { diskCells } from './disk-cells.ts';
import { MAP_SHAPE } from './disk-map.ts';
import { pageText } from './document.ts';
import { diskName, factTable, noteList } from './figures.ts';
import { type Markup, markup } from './markup.ts';
import { LEFT, PLOT_WIDTH, svg } from './svg.ts';

/** Of a kind of change; the rest is in the JSON. */
const MOST_LINES = 200;
/** Of a mark in a row, however small what it stands for. */
const LEAST_WIDTH = 2;
const ROW_HEIGHT = 18;

export function diffPage({ comparison, notes, scans }: ComparedMaps): string {
  const { differs, now } = comparison;
  const { device } = now;
  const name = diskName(device, formatBytes(device.sectors * device.logicalBytes));
  const verdict = differs ? 'DIFFERS' : 'SAME';
  const body = markup`<header>
<h1><span class="verdict ${differs ? 'fail' : 'pass'}">${verdict}</span> ${name}</h1>
<p class="muted">two scans of one disk compared · surfscan ${toolJson().version}</p>
<p class="lead">${diffLine(comparison).replace(/^\w+: /, '')}</p></header>
<div class="columns"><section><h2>The earlier scan</h2>${scanFacts(comparison.old)}</section>
<section><h2>The later scan</h2>${scanFacts(now)}</section></div>
<section><h2>What changed</h2>
<ul>${changeLines(comparison, MOST_LINES).map((line) => markup`<li>${line.trim()}</li>\n`)}</ul></section>
${places(comparison, scans.now)}
${curves(scans)}
${noteList(notes)}`;
  return pageText({ title: `${verdict} ${name}`, body });
}

function scanFacts({
  started,
  finished,
  range,
  mode,
  coverage,
  latencyUs,
}: ComparedResult): Markup {
  const time = (date: Date) => `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
  const { blockSectors, jobs, depth, engine } = mode;
  return factTable([
    ['begun', time(started)],
    ['finished', finished === null ? 'not finished' : time(finished)],
    ['range', lbas(range.firstLba, range.lastLba)],
    ['read', `by ${engine}, blocks of ${blockSectors} sectors, ${jobs} × ${depth} in flight`],
    ['bad sectors', formatCount(coverage.bad)],
    ['unread sectors', formatCount(coverage.unread)],
    ...(latencyUs === null
      ? []
      : [
          [
            'latency',
            `p50 ${formatUs(latencyUs.p50)}, p99 ${formatUs(latencyUs.p99)}, p99.9 ${formatUs(latencyUs.p99_9)}`,
          ] as const,
        ]),
  ]);
}

/** A row a kind of change, over the range of the later scan. */
function places({ bad, slow, zones }: ComparedMaps['comparison'], { grid }: ComparedScan): Markup {
  const slower = zones.changed.filter(({ oldNs, nowNs }) => nowNs > oldNs);
  const faster = zones.changed.filter(({ oldNs, nowNs }) => nowNs <= oldNs);
  const rows: readonly (readonly [string, PageColor, readonly LbaRange[]])[] = [
    ['newly bad', FAILED, [...bad.added, ...bad.firstRead]],
    ['no longer bad', GOOD, bad.gone],
    ['newly slow', SLOW, [...slow.added, ...slower]],
    ['no longer slow', LINE, [...slow.gone, ...faster]],
  ];
  const used = rows.filter(([, , ranges]) => ranges.length > 0);
  if (used.length === 0) return markup``;
  const scale = PLOT_WIDTH / (grid.toLba - grid.fromLba);
  const body = used.map(([word, color, ranges], row) => {
    const top = row * ROW_HEIGHT * 2;
    const marks = shownRanges(ranges, grid, scale).map(
      ([x, width]) => `M${x} ${top + 16}h${width}v${ROW_HEIGHT - 4}h-${width}z`,
    );
    return markup`<text x="${LEFT}" y="${top + 11}" fill-opacity=".72">${word}</text>
<path d="M${LEFT} ${top + 16}h${PLOT_WIDTH}v${ROW_HEIGHT - 4}h-${PLOT_WIDTH}z" fill-opacity=".07"/>
<path ${colored(color)} fill="currentColor" d="${marks.join('')}"/>`;
  });
  const height = used.length * ROW_HEIGHT * 2 + 4;
  const picture = svg({ height, label: 'Where on the disk it changed', body });
  return markup`<section><h2>Where on the disk</h2>${picture}<p class="muted">from ${lbas(grid.fromLba, grid.fromLba)} at the left to ${lbas(grid.toLba - 1, grid.toLba - 1)} at the right; a mark is at least ${LEAST_WIDTH} px wide</p></section>`;
}

/** In pixels; marks that lie over each other are one. */
function shownRanges(
  ranges: readonly LbaRange[],
  { fromLba, toLba }: ComparedScan['grid'],
  scale: number,
): [x: number, width: number][] {
  const shown: [number, number][] = [];
  const sorted = [...ranges].sort((a, b) => a.from - b.from);
  for (const { from, to } of sorted) {
    if (to <= fromLba || from >= toLba) continue;
    const x = Math.round((LEFT + (Math.max(from, fromLba) - fromLba) * scale) * 10) / 10;
    const end = LEFT + (Math.min(to, toLba) - fromLba) * scale;
    const width = Math.max(LEAST_WIDTH, Math.round((end - x) * 10) / 10);
    const last = shown.at(-1);
    if (last !== undefined && x <= last[0] + last[1]) {
      last[1] = Math.max(last[1], x + width - last[0]);
    } else shown.push([x, width]);
  }
  return shown;
}

function curves({ old, now }: ComparedMaps['scans']): Markup {
  const [before, after] = [curveOfScan(old), curveOfScan(now)];
  const isKnown = ({ points }: Curve) => points.some(({ value }) => value !== null);
  if (!isKnown(after)) return markup``;
  const isBeside = isKnown(before) && before.isLatency === after.isLatency;
  const what = after.isLatency ? 'Latency' : 'Speed';
  const picture = svg({
    height: CURVE_HEIGHT,
    label: `${what} over the disk in both scans`,
    body: curvePicture(after, isBeside ? before : null),
  });
  const legend = isBeside
    ? 'blue: the later scan; grey: the earlier one · '
    : 'the later scan; the earlier one was read another way · ';
  return markup`<section><h2>${what} over the disk</h2>${picture}<p class="muted">${legend}${curveWords(after)}</p></section>`;
}

function curveOfScan({ grid, map, result }: ComparedScan): Curve {
  const cells = diskCells(grid, map, result.device.logicalBytes, MAP_SHAPE);
  return curveOf(cells, result.mode, CURVE_POINTS);
}
