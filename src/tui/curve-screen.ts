// One disk's benchmark: its curve, and the figures as they come in.

import type { BenchProgress, BenchView } from '../benchmark/bench-view.ts';
import { partWords } from '../benchmark/part-words.ts';
import { CHART_FOOT, drawChart, drawSpeedLabels, speedScale } from './curve-chart.ts';
import { drawRandom, otherFigures } from './curve-figures.ts';
import { drawKeys, type KeyHint } from './defects.ts';
import { cut, duration, foreign, integer, percent, plural } from './format.ts';
import { drawBar, drawTitle } from './header.ts';
import type { Picture } from './picture.ts';
import { ALARM, CAUTION, LABEL, TEXT, VALUE } from './style.ts';
import { type Banner, hasOwnClock } from './words.ts';

/** Title, what is measured, how far that is, and what is the matter. */
const HEAD_ROWS = 4;
/** The head of the random reads, and a row a way. */
const FIGURE_ROWS = 7;
export const SPEED_LABELS_WIDTH = 11;
/** Where the figures that are no random reads stand. */
const OTHERS_X = 58;

export interface CurveScreen {
  readonly view: BenchView;
  readonly progress: BenchProgress;
  /** "2/3" among several disks, else empty. */
  readonly place: string;
  readonly keys: readonly KeyHint[];
}

export function drawCurve(picture: Picture, { view, progress, place, keys }: CurveScreen): void {
  const { width, height } = picture;
  drawTitle(picture, view, place);
  drawPart(picture, view, progress);
  drawTime(picture, view, progress);
  drawMatter(picture, progress);
  const figuresY = height - 1 - FIGURE_ROWS;
  const area = {
    x: SPEED_LABELS_WIDTH,
    y: HEAD_ROWS,
    width: width - SPEED_LABELS_WIDTH - 1,
    height: figuresY - HEAD_ROWS,
  };
  const plot = { ...area, height: area.height - CHART_FOOT };
  const most = Math.max(0, ...progress.zones.map((zone) => zone.bytesPerSecond));
  const scale = speedScale(most, plot.height);
  const diskBytes = view.device.sectors * view.device.logicalBytes;
  drawChart(picture, area, { ...progress, diskBytes }, scale);
  if (most > 0) drawSpeedLabels(picture, plot, scale, area.x - 1);
  drawRandom(picture, figuresY, view.parts, progress);
  drawOthers(picture, figuresY, view, progress);
  drawKeys(picture, height - 1, keys);
}

function drawPart(picture: Picture, { parts }: BenchView, progress: BenchProgress): void {
  const { part, activity, zonesDone, zonesPlanned, zones } = progress;
  const words: string[] = [];
  if (part !== null) words.push(partWords(part));
  else if (activity === 'ended') words.push(progress.trouble === null ? 'measured' : 'ended');
  else words.push(activity === 'waiting' ? 'waits for its turn' : 'waking the disk');
  if (part?.kind === 'sequential') {
    words.push(`zone ${Math.min(zonesDone + 1, zonesPlanned)} of ${zonesPlanned}`);
    const last = zones.at(-1);
    if (last !== undefined) words.push(`LBA ${integer(last.lastLba)}`);
  }
  picture.put(1, 1, cut(words.join(' · '), picture.width - 2), VALUE);
  const [first] = parts;
  if (part !== null || activity !== 'ended' || first?.kind !== 'sequential') return;
  picture.putRight(picture.width - 1, 1, `curve: ${partWords(first)}`, LABEL);
}

function drawTime(picture: Picture, { device }: BenchView, progress: BenchProgress): void {
  const { spentSeconds, totalSeconds, activity } = progress;
  const done = activity === 'ended' && progress.trouble === null ? 1 : spentSeconds / totalSeconds;
  const spent = duration(Math.min(spentSeconds, totalSeconds));
  const clock = hasOwnClock(device) ? " on the disk's clock" : '';
  const tail = `${percent(done)}  ${spent} of ${duration(totalSeconds)}${clock}`;
  const end = picture.width - 1;
  drawBar(picture, 1, 2, end - tail.length - 3, done);
  picture.putRight(end, 2, tail, VALUE);
}

/** What its user must see now; else a rule. */
function drawMatter(picture: Picture, progress: BenchProgress): void {
  const row = { x: 0, y: HEAD_ROWS - 1, width: picture.width, height: 1 };
  const matter = matterOf(progress);
  picture.fill(row, matter === null ? '─' : ' ', matter?.style ?? LABEL);
  if (matter !== null) picture.put(1, row.y, cut(matter.text, picture.width - 2), matter.style);
}

/** null: nothing is the matter. */
export function matterOf({ wait, trouble, failedReads, activity }: BenchProgress): Banner | null {
  const alarms: string[] = [];
  if (trouble !== null) alarms.push(foreign(trouble));
  if (wait !== null && activity !== 'ended') {
    const seconds = integer(Math.floor(wait.seconds));
    alarms.push(`no answer for ${seconds} s at LBA ${integer(wait.lba)}`);
  }
  const cautions = [
    ...(activity === 'stopping' ? ['stopping'] : []),
    ...(failedReads > 0 ? [`${plural(failedReads, 'read')} failed: others are tried`] : []),
  ];
  const text = [...alarms, ...cautions].join(' · ');
  return text === '' ? null : { text, style: alarms.length > 0 ? ALARM : CAUTION };
}

function drawOthers(picture: Picture, y: number, view: BenchView, progress: BenchProgress): void {
  const end = Math.min(picture.width - 1, OTHERS_X + 30);
  for (const [i, { label, value }] of otherFigures(view.parts, progress).entries()) {
    picture.put(OTHERS_X, y + i, label, TEXT);
    picture.putRight(end, y + i, value, VALUE);
  }
}
