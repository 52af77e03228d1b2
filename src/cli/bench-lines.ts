// A benchmark's progress without a screen: a plain line now and then, and at once when a signal asks.

import { type BenchControl, type BenchView, partWords } from '../api/bench.ts';
import { cleanText, formatCount, formatDuration, formatSpeed } from '../api/common.ts';
import { nowAndThen } from './now-and-then.ts';
import { inLocale, writeAll } from './terminal-output.ts';

const LOOK_MS = 500;

/** Returns how to end it. */
export function benchLines(run: BenchControl): () => void {
  const say = () => {
    const bench = runningBench(run);
    if (bench !== null) writeAll(2, inLocale(`${benchLine(bench)}\n`));
  };
  const told = new Set<string>();
  const sayNews = () => {
    const news = run.benches.flatMap(newsOf).filter((text) => !told.has(text));
    for (const text of news) writeAll(2, inLocale(`${text}\n`));
    for (const text of news) told.add(text);
  };
  const end = nowAndThen(say, sayNews, LOOK_MS);
  return () => {
    sayNews();
    end();
  };
}

/** Of all that have begun: a simulated disk's benchmark may have ended since the last call. */
function newsOf(bench: BenchView): string[] {
  const path = cleanText(bench.device.path);
  const { activity, wait, totalSeconds } = bench.progress();
  if (activity === 'waiting') return [];
  return [
    `${path}: benchmark, ${formatCount(totalSeconds)} s`,
    ...(wait === null ? [] : [`${path}: no answer at LBA ${wait.lba}`]),
  ];
}

/** They run one after the other. */
function runningBench({ benches }: BenchControl): BenchView | null {
  const runs = (bench: BenchView) => ['running', 'stopping'].includes(bench.progress().activity);
  return benches.find(runs) ?? null;
}

export function benchLine(bench: BenchView): string {
  const { part, zones, zonesDone, zonesPlanned, spentSeconds, totalSeconds, wait, activity } =
    bench.progress();
  const last = zones.at(-1);
  const inZones = part?.kind === 'sequential';
  const parts = [
    `${cleanText(bench.device.path)}: ${part === null ? 'waking the disk' : partWords(part)}`,
    ...(inZones ? [`zone ${zonesDone + 1} of ${zonesPlanned}`] : []),
    ...(inZones && last !== undefined ? [formatSpeed(last.bytesPerSecond)] : []),
    `${formatDuration(spentSeconds)} of ${formatDuration(totalSeconds)}`,
    ...(wait === null ? [] : [`no answer for ${Math.floor(wait.seconds)} s at LBA ${wait.lba}`]),
    ...(activity === 'running' ? [] : [activity]),
  ];
  return parts.join(', ');
}
