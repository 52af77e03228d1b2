// One picture of a scan, for a ticket or a wiki: verdict, whole disk, curve.

import { summaryOf } from '../../engine/summary.ts';
import { cleanText } from '../../vocabulary/text.ts';
import type { StoredScan } from '../stored-scan.ts';
import { decidingWords, VERDICT_WORDS } from '../verdict-words.ts';
import { CURVE_HEIGHT, curvePicture } from './curve.ts';
import { Markup, markup } from './markup.ts';
import { scanParts } from './scan-parts.ts';
import { PICTURE_STYLE } from './style.ts';
import { LEFT, WIDTH } from './svg.ts';

const TOP = 74;
const HEADINGS = 26;
const MOST_TEXT = 150;

/** A file by itself: light and dark as its reader is. */
export function scanSvg(stored: StoredScan): string {
  const { scan, disk, curve, name } = scanParts(stored);
  const verdict = VERDICT_WORDS[scan.verdict];
  const words = cleanText(decidingWords(summaryOf(stored.result)), MOST_TEXT);
  const hasCurve = curve.points.some(({ value }) => value !== null);
  const curveTop = TOP + disk.height + HEADINGS;
  const height = hasCurve ? curveTop + CURVE_HEIGHT : TOP + disk.height;
  const what = curve.isLatency ? 'Latency over the disk' : 'Speed over the disk';
  const drawnCurve = hasCurve
    ? markup`<text x="${LEFT}" y="${curveTop}" font-weight="600">${what}</text><g transform="translate(0 ${curveTop})">${curvePicture(curve)}</g>`
    : null;
  return markup`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" color="#1a1d21" fill="currentColor" font-family="system-ui,'DejaVu Sans',sans-serif" font-size="12">
<title>${verdict} ${name}</title>
<style>${new Markup(PICTURE_STYLE)}</style>
<rect class="paper" color="#fff" width="100%" height="100%"/>
<text x="${LEFT}" y="32" font-size="20" font-weight="600">${verdict} ${name}</text>
<text x="${LEFT}" y="54" font-size="13">${scan.started.slice(0, 10)}${words === '' ? '' : ` · ${words}`}</text>
<g transform="translate(0 ${TOP})">${disk.picture}</g>
${drawnCurve}
</svg>
`.text;
}
