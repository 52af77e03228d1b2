// Two scans compared, in words: what decides comes last, as of a run.

import type { Comparison } from '../engine/compare.ts';
import type { BadChange } from '../engine/compare-bad.ts';
import type { SlowChange } from '../engine/compare-slow.ts';
import type { ComparedResult } from '../engine/compared-scan.ts';
import type { ZoneChange } from '../engine/zone-changes.ts';
import type { LbaRange } from '../vocabulary/ranges.ts';
import { changeWords, isLoss } from '../vocabulary/smart.ts';
import { cleanText } from '../vocabulary/text.ts';
import { formatBytes, formatCount, formatNs, formatUs } from '../vocabulary/units.ts';
import { lbas, plural, sectors } from './words.ts';

/** Lines of a list. */
const MOST_LINES = 1000;
const MOST_NOT_COMPARED = 40;

export function diffText(comparison: Comparison, notes: readonly string[] = []): string {
  const { device } = comparison.now;
  const known = [device.path, device.model, device.serial].flatMap((text) =>
    text ? [cleanText(text)] : [],
  );
  const lines = [
    [...known, formatBytes(device.sectors * device.logicalBytes)].join(' · '),
    `  old: ${scanWords(comparison.old)}`,
    `  new: ${scanWords(comparison.now)}`,
    ...changeLines(comparison),
    ...notes.map((note) => `  note: ${cleanText(note)}`),
    `  ${diffLine(comparison)}`,
  ];
  return `${lines.join('\n')}\n`;
}

/** What changed, without what both scans are; `most` lines of each kind of change. */
export function changeLines(comparison: Comparison, most = MOST_LINES): string[] {
  const { bad, slow, zones, notCompared } = comparison;
  return [
    ...some('bad', bad.added, badLine('new bad'), most),
    ...some('bad', bad.firstRead, badLine('bad, not read before:'), most),
    ...some('bad', bad.gone, badLine('no longer bad'), most),
    ...some('bad', bad.notReadAgain, badLine('bad before, not read again:'), most),
    ...some('slow', slow.added, slowLine('new slow'), most),
    ...some('slow', slow.gone, slowLine('no longer slow'), most),
    ...some('zones', joinedZones(zones.changed), zoneLine, most),
    ...latencyLines(comparison),
    ...zonesLines(comparison),
    ...smartLines(comparison),
    ...some('not compared', notCompared, notComparedLine, MOST_NOT_COMPARED),
  ];
}

export function diffLine({ bad, slow, zones, smart, differs }: Comparison): string {
  if (!differs) return 'SAME: nothing to report';
  const [slower, faster] = [1, -1].map(
    (sign) => zones.changed.filter(({ oldNs, nowNs }) => (nowNs - oldNs) * sign > 0).length,
  );
  const parts = [
    [sectorsOf(bad.added), (n: number) => `${sectors(n, 'new bad')}`],
    [
      sectorsOf(bad.firstRead),
      (n: number) => `${sectors(n, 'bad')} that ${were(n)} not read before`,
    ],
    [sectorsOf(bad.gone), (n: number) => `${plural(n, 'sector')} no longer bad`],
    [slow.added.length, (n: number) => `${plural(n, 'range')} newly slow`],
    [slow.gone.length, (n: number) => `${plural(n, 'range')} no longer slow`],
    [slower!, (n: number) => `${plural(n, 'zone')} slower`],
    [faster!, (n: number) => `${plural(n, 'zone')} faster`],
  ] as const;
  const changes = parts.flatMap(([count, words]) => (count > 0 ? [words(count)] : []));
  return `DIFFERS: ${[...changes, ...smart.changed.filter(isLoss).map(changeWords)].join('; ')}`;
}

const were = (count: number) => (count === 1 ? 'was' : 'were');

export function sectorsOf(list: readonly LbaRange[]): number {
  return list.reduce((sum, { from, to }) => sum + to - from, 0);
}

function scanWords({ started, finished, range, coverage }: ComparedResult): string {
  const end = finished === null ? 'not finished' : `finished ${finished.toISOString()}`;
  const { firstLba, lastLba } = range;
  return (
    `begun ${started.toISOString()}, ${end}, ${lbas(firstLba, lastLba)}, ` +
    `${formatCount(coverage.bad)} bad, ${formatCount(coverage.unread)} unread`
  );
}

function some<T>(what: string, items: readonly T[], line: (item: T) => string, most: number) {
  const lines = items.slice(0, most).map((item) => `  ${line(item)}`);
  const more = items.length - most;
  return more > 0
    ? [...lines, `  … and ${formatCount(more)} more ${what} (--json lists them)`]
    : lines;
}

function badLine(words: string) {
  return ({ from, to, value, beside }: BadChange): string => {
    const errno = value.errno === null ? '' : ` (${value.errno})`;
    const whole = value.exact ? '' : ', not narrowed';
    const widens =
      beside === null ? '' : `, beside ${lbas(beside.from, beside.to - 1)}, bad in both`;
    return `${words} ${lbas(from, to - 1)}  ${value.error}${errno}${whole}${widens}`;
  };
}

function slowLine(words: string) {
  return ({ from, to, old, now }: SlowChange): string => {
    const ms = ({ latencyNs, againNs }: SlowChange['old']) =>
      `${formatNs(latencyNs)}${againNs === null ? '' : `, again ${formatNs(againNs)}`}`;
    return `${words} ${lbas(from, to - 1)}  ${ms(old)}; now ${ms(now)}`;
  };
}

/** Neighbours that moved the same way, as one: means of the whole, and the most noise. */
function joinedZones(zones: readonly ZoneChange[]): ZoneChange[] {
  const all: ZoneChange[] = [];
  for (const zone of zones) {
    const last = all.at(-1);
    const isSame = last?.to === zone.from && last.nowNs > last.oldNs === zone.nowNs > zone.oldNs;
    if (!isSame) all.push(zone);
    else {
      const [one, two] = [last.to - last.from, zone.to - zone.from];
      const mean = (a: number, b: number) => (a * one + b * two) / (one + two);
      all[all.length - 1] = {
        from: last.from,
        to: zone.to,
        oldNs: mean(last.oldNs, zone.oldNs),
        nowNs: mean(last.nowNs, zone.nowNs),
        noise: Math.max(last.noise, zone.noise),
      };
    }
  }
  return all;
}

function zoneLine({ from, to, oldNs, nowNs, noise }: ZoneChange): string {
  const means = `mean ${formatNs(oldNs)}, now ${formatNs(nowNs)}`;
  const change = percent(nowNs / oldNs - 1);
  const word = nowNs > oldNs ? 'slower' : 'faster';
  return `${word} ${lbas(from, to - 1)}  ${means}: ${change} (noise ${percent(noise)})`;
}

function latencyLines({ old, now }: Comparison): string[] {
  if (old.latencyUs === null || now.latencyUs === null) return [];
  const names = [
    ['p50', 'p50'],
    ['p99', 'p99'],
    ['p99.9', 'p99_9'],
  ] as const;
  const each = names.map(
    ([name, key]) =>
      `${name} ${formatUs(old.latencyUs![key])}, now ${formatUs(now.latencyUs![key])}`,
  );
  return [`  latency: ${each.join('; ')}`];
}

function zonesLines({ zones, now }: Comparison): string[] {
  if (zones.noise === null) return [];
  const size = formatBytes(zones.sectors * now.device.logicalBytes);
  return [
    `  ${plural(zones.compared, 'zone')} of ${size} compared: told is what moved by more than 5 % and twice ` +
      `its noise (median ${percent(zones.noise)})`,
  ];
}

function smartLines({ smart }: Comparison): string[] {
  const { changed, whyNot } = smart;
  if (whyNot !== null) return [`  SMART not compared, ${cleanText(whyNot)}`];
  if (changed.length === 0) return ['  SMART: no counter changed'];
  return [`  SMART: ${changed.map(changeWords).join('; ')}`];
}

function notComparedLine({ from, to, what, why }: Comparison['notCompared'][number]): string {
  const which = what === 'latency' ? 'latencies not compared' : 'not compared';
  return `${which}: ${lbas(from, to - 1)}, ${why}`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
