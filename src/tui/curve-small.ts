// A benchmark on a terminal that has no room for all of it: as many lines as there are, the one that says most
// first, and below them the curve.

import { formatSpeed } from '../vocabulary/units.ts';
import { CHART_FOOT, drawChart, speedScale } from './curve-chart.ts';
import type { Compared } from './curve-compare.ts';
import { speedFigures } from './curve-figures.ts';
import { matterOf } from './curve-screen.ts';
import { cut, duration, foreign, percent, widthOf } from './format.ts';
import type { Picture } from './picture.ts';
import { LABEL, TEXT, VALUE } from './style.ts';
import { identity, shortName } from './words.ts';

const LEAST_CHART_WIDTH = 16;
const LEAST_CHART_ROWS = 3;

/** How far, which disk, what is the matter; or else its speeds, and the curve. */
export function drawSmallCurve(picture: Picture, shown: Compared, place: string): void {
  const { view, progress } = shown;
  const { width, height } = picture;
  const name = identity(view.device, width - (place === '' ? 0 : place.length + 2));
  picture.put(0, 0, briefly(progress, width), VALUE);
  if (height > 1) picture.put(0, 1, place === '' ? name : `${place}  ${name}`, LABEL);
  if (height <= 2) return;
  const matter = matterOf(progress);
  if (matter === null) picture.put(0, 2, speedWords(progress, width), TEXT);
  else {
    picture.fill({ x: 0, y: 2, width, height: 1 }, ' ', matter.style);
    picture.put(0, 2, cut(matter.text, width), matter.style);
  }
  const area = { x: 0, y: 3, width, height: height - 3 };
  const rows = area.height - CHART_FOOT;
  if (width < LEAST_CHART_WIDTH || rows < LEAST_CHART_ROWS) return;
  const most = Math.max(0, ...progress.zones.map(({ bytesPerSecond }) => bytesPerSecond));
  const diskBytes = view.device.sectors * view.device.logicalBytes;
  drawChart(picture, area, { ...progress, diskBytes }, speedScale(most, rows));
}

/** All of them at the end: how many, and a line each. */
export function drawSmallComparison(picture: Picture, all: readonly Compared[]): void {
  const { width, height } = picture;
  picture.put(0, 0, cut(`${all.length} disks measured`, width), VALUE);
  for (const [row, { view, progress }] of all.slice(0, height - 1).entries()) {
    const said = progress.trouble === null ? meanWords(progress) : foreign(progress.trouble);
    const name = shortName(view.device, Math.max(4, Math.floor(width / 3)));
    const x = picture.put(0, row + 1, `${row + 1} ${name}  `, LABEL);
    picture.put(x, row + 1, cut(said, width - x), TEXT);
  }
}

/** "34.1 %  0:00:12 left  sequential": what says least goes first. */
function briefly(
  { spentSeconds, totalSeconds, ...at }: Compared['progress'],
  width: number,
): string {
  const isMeasured = at.activity === 'ended' && at.trouble === null;
  const done = percent(isMeasured ? 1 : spentSeconds / totalSeconds);
  const left = `${duration(Math.max(0, totalSeconds - spentSeconds))} left`;
  const wait = at.wait === null ? left : `no answer ${Math.floor(at.wait.seconds)} s`;
  const ended = at.trouble === null ? 'measured' : foreign(at.trouble);
  const words = [done, at.activity === 'ended' ? ended : wait, at.part?.kind ?? ''];
  while (words.length > 1 && widthOf(words.join('  ')) > width) words.pop();
  const isCut = at.trouble !== null && words.length === 1;
  return cut((isCut ? [done, ended] : words).join('  ').trimEnd(), width);
}

function speedWords(progress: Compared['progress'], width: number): string {
  const words = speedFigures(progress).map(({ label, value }) => `${label} ${value}`);
  while (words.length > 1 && widthOf(words.join('  ')) > width) words.pop();
  return cut(words.join('  '), width);
}

function meanWords({ zones }: Compared['progress']): string {
  if (zones.length === 0) return 'nothing was measured';
  const sum = zones.reduce((so, { bytesPerSecond }) => so + bytesPerSecond, 0);
  return `mean ${formatSpeed(sum / zones.length)}`;
}
