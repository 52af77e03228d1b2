// Several disks' benchmarks side by side, on one scale.

import type { BenchProgress, BenchView } from '../benchmark/bench-view.ts';
import { iopsWords, readWords, timeWords } from '../benchmark/part-words.ts';
import { CHART_FOOT, drawChart, drawSpeedLabels, speedScale } from './curve-chart.ts';
import { type Figure, otherFigures, resultOf } from './curve-figures.ts';
import { drawKeys, type KeyHint } from './defects.ts';
import { cut, foreign } from './format.ts';
import type { Area, Picture } from './picture.ts';
import { BAD_VALUE, LABEL, TEXT, TITLE, VALUE } from './style.ts';
import { sizeWords } from './words.ts';

const LABELS_WIDTH = 13;
const LEAST_PANEL_WIDTH = 22;

export interface Compared {
  readonly view: BenchView;
  readonly progress: BenchProgress;
}

export interface Comparison {
  /** Of all disks. */
  readonly disks: readonly Compared[];
  /** The first that is shown. */
  readonly first: number;
  readonly keys: readonly KeyHint[];
}

/** How many disks are seen at once. */
export function panelsIn(width: number, disks: number): number {
  return Math.min(disks, Math.max(1, Math.floor((width - LABELS_WIDTH) / LEAST_PANEL_WIDTH)));
}

export function drawComparison(picture: Picture, { disks, first, keys }: Comparison): void {
  const { width, height } = picture;
  const count = panelsIn(width, disks.length);
  const shown = disks.slice(first, first + count);
  picture.fill({ x: 0, y: 0, width, height: 1 }, ' ', TITLE);
  const which = count < disks.length ? `, ${first + 1} to ${first + shown.length} of them` : '';
  picture.put(1, 0, `${disks.length} disks side by side${which}`, TITLE);
  const labels = labelsOf(shown);
  const figuresY = height - 1 - labels.length;
  const chart = { x: LABELS_WIDTH, y: 3, width: 0, height: figuresY - 3 };
  const most = Math.max(
    0,
    ...disks.flatMap(({ progress }) => progress.zones.map((zone) => zone.bytesPerSecond)),
  );
  const plot = { ...chart, height: chart.height - CHART_FOOT };
  const scale = speedScale(most, plot.height);
  if (most > 0) drawSpeedLabels(picture, plot, scale, LABELS_WIDTH - 1);
  for (const [row, label] of labels.entries()) picture.put(1, figuresY + row, label, LABEL);
  const panelWidth = Math.floor((width - LABELS_WIDTH) / count);
  for (const [i, disk] of shown.entries()) {
    const x = LABELS_WIDTH + i * panelWidth;
    const area = { ...chart, x, width: panelWidth - 1 };
    drawIdentity(picture, area, disk, `${first + i + 1}`);
    const { device } = disk.view;
    const diskBytes = device.sectors * device.logicalBytes;
    drawChart(picture, area, { ...disk.progress, diskBytes }, scale);
    drawFigures(picture, { ...area, y: figuresY }, disk, labels);
  }
  drawKeys(picture, height - 1, keys);
}

function drawIdentity(
  picture: Picture,
  area: Area,
  { view, progress }: Compared,
  key: string,
): void {
  const { device } = view;
  const path = foreign(device.path, area.width - key.length - 1);
  const x = picture.put(area.x, 1, `${key} `, LABEL);
  picture.put(x, 1, path, VALUE);
  const end = area.x + area.width;
  if (progress.trouble !== null) {
    picture.put(area.x, 2, cut(foreign(progress.trouble), area.width), BAD_VALUE);
    return;
  }
  const size = sizeWords(device);
  picture.put(area.x, 2, foreign(device.model, area.width - size.length - 1), TEXT);
  picture.putRight(end, 2, size, TEXT);
}

/** What any of them has, in one order. */
function labelsOf(disks: readonly Compared[]): string[] {
  const ways = disks.flatMap(({ view }) => view.parts.filter(({ kind }) => kind === 'random'));
  ways.sort((a, b) => a.depth - b.depth || a.blockBytes - b.blockBytes);
  const others = disks.map(({ view, progress }) => otherFigures(view.parts, progress));
  const longest = others.reduce((most, list) => (list.length > most.length ? list : most), []);
  const [speeds, rest] = [longest.slice(0, 3), longest.slice(3)];
  const names = (list: readonly Figure[]) => list.map(({ label }) => label);
  return [...names(speeds), ...new Set(ways.map(readWords)), ...names(rest)];
}

function drawFigures(
  picture: Picture,
  area: Area,
  { view, progress }: Compared,
  labels: readonly string[],
): void {
  const values = new Map(
    otherFigures(view.parts, progress).map(({ label, value }) => [label, value]),
  );
  for (const part of view.parts) {
    const result = part.kind === 'random' ? resultOf(progress, part) : undefined;
    if (result === undefined) continue;
    const { p99 } = result.latencyUs;
    values.set(readWords(part), `${iopsWords(result.iops)}/s p99 ${timeWords(p99)}`);
  }
  for (const [row, label] of labels.entries()) {
    picture.put(area.x, area.y + row, cut(values.get(label) ?? '–', area.width), VALUE);
  }
}
