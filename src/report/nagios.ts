// A monitoring plugin's answer: status, text, perfdata. Monitoring Plugins Development Guidelines, "Plugin
// Output for Nagios" and "Performance data"; https://www.monitoring-plugins.org/doc/guidelines.html

import type { ScanSummary } from '../engine/summary.ts';
import { newestScans } from './newest-scans.ts';
import { ageSeconds, ageWords, diskName, fitted, plainText } from './plain-text.ts';
import { verdictWords } from './verdict-words.ts';
import { plural } from './words.ts';

/** Exit statuses: table "Plugin Return Codes". */
export const PLUGIN = { ok: 0, warning: 1, critical: 2, unknown: 3 } as const;
type PluginStatus = (typeof PLUGIN)[keyof typeof PLUGIN];

const WORDS: Readonly<Record<PluginStatus, string>> = {
  0: 'OK',
  1: 'WARNING',
  2: 'CRITICAL',
  3: 'UNKNOWN',
};
/** What counts of several, as max_state_alt() of lib/utils_base.c has it. */
const ORDER = [PLUGIN.critical, PLUGIN.warning, PLUGIN.unknown, PLUGIN.ok];
/** Nagios keeps 8 KiB of an answer: MAX_PLUGIN_OUTPUT_LENGTH. */
const MOST_DISKS = 30;
const MOST_NAME = 40;
const MOST_TEXT = 160;
const DAY_S = 86_400;

export interface PluginAnswer {
  readonly status: PluginStatus;
  readonly text: string;
}

interface Judged {
  readonly status: PluginStatus;
  readonly words: string;
}

/** `troubles`: why maps could not be read. `maxAgeDays`: a scan that ended before is stale; null: none is. */
export function pluginAnswer(
  all: readonly ScanSummary[],
  troubles: readonly string[],
  maxAgeDays: number | null,
  now: Date,
): PluginAnswer {
  // A disk that failed is not taken back by an older scan that it passed.
  const scans = newestScans(
    all,
    ({ finished, verdict }) => finished !== null || verdict === 'fail',
  );
  const judged: Judged[] = [
    ...scans.map((scan) => judge(scan, maxAgeDays, now)),
    ...troubles.map((words) => ({ status: PLUGIN.unknown, words: plainText(words) })),
  ];
  const [only] = judged;
  if (only === undefined) return unknownAnswer('no map of a scan');
  const figures = scans.length === 0 ? '' : ` | ${perfdata(scans, maxAgeDays, now)}`;
  if (judged.length === 1) {
    return { status: only.status, text: `${firstLine(only)}${figures}\n` };
  }
  const status = worstOf(judged);
  const counts = ORDER.flatMap((each) => {
    const count = judged.filter((one) => one.status === each).length;
    return count === 0 ? [] : [`${count} ${WORDS[each]}`];
  });
  const words = `${plural(judged.length, 'disk')}: ${counts.join(', ')}`;
  const lines = [`${firstLine({ status, words })}${figures}`, ...longLines(judged)];
  return { status, text: `${lines.join('\n')}\n` };
}

/** Nothing could be judged: said, and no alarm for the disk. */
export function unknownAnswer(why: string): PluginAnswer {
  const status = PLUGIN.unknown;
  return { status, text: `${firstLine({ status, words: plainText(why) })}\n` };
}

function judge(scan: ScanSummary, maxAgeDays: number | null, now: Date): Judged {
  const { verdict, weakSectors, slowBlocks, slowZones, device } = scan;
  const age = ageSeconds(scan, now);
  const isStale = maxAgeDays !== null && age > maxAgeDays * DAY_S;
  const isDoubtful = weakSectors + slowBlocks + slowZones > 0 || isStale;
  const said = [
    fitted(plainText(verdictWords(scan)), MOST_TEXT),
    // The rules that count them have not failed.
    ...(verdict === 'pass' && slowBlocks > 0 ? [plural(slowBlocks, 'slow block')] : []),
    ...(verdict === 'pass' && slowZones > 0 ? [plural(slowZones, 'slow zone')] : []),
    `${scan.finished === null ? 'begun ' : ''}${ageWords(age)} ago`,
    ...(isStale ? [`older than ${maxAgeDays} d`] : []),
  ];
  return {
    status: statusOf(verdict, isDoubtful),
    words: `${fitted(diskName(device), MOST_NAME)}: ${said.join(', ')}`,
  };
}

function statusOf(verdict: ScanSummary['verdict'], isDoubtful: boolean): PluginStatus {
  if (verdict === 'fail') return PLUGIN.critical;
  if (verdict === 'incomplete') return PLUGIN.unknown;
  return isDoubtful ? PLUGIN.warning : PLUGIN.ok;
}

function worstOf(judged: readonly Judged[]): PluginStatus {
  return ORDER.find((status) => judged.some((one) => one.status === status)) ?? PLUGIN.ok;
}

function firstLine({ status, words }: Judged): string {
  return `SURFSCAN ${WORDS[status]} - ${words}`;
}

/** All that is not well, worst first. */
function longLines(judged: readonly Judged[]): string[] {
  const told = ORDER.filter((status) => status !== PLUGIN.ok).flatMap((status) =>
    judged.filter((one) => one.status === status),
  );
  const lines = told.slice(0, MOST_DISKS).map(({ status, words }) => `${WORDS[status]}: ${words}`);
  return told.length > MOST_DISKS ? [...lines, `${told.length - MOST_DISKS} more`] : lines;
}

/** 'label'=value[unit];[warn];[crit];[min];[max]. Of several disks the sums, the least rate and the highest
 * age. */
function perfdata(scans: readonly ScanSummary[], maxAgeDays: number | null, now: Date): string {
  const sum = (value: (scan: ScanSummary) => number) =>
    scans.reduce((total, scan) => total + value(scan), 0);
  const most = (value: (scan: ScanSummary) => number) => Math.max(...scans.map(value));
  const total = sum(({ coverage }) => coverage.total);
  const age = Math.floor(most((scan) => ageSeconds(scan, now)));
  const rates = scans.map(({ bytesPerSecond }) => bytesPerSecond).filter((rate) => rate > 0);
  const p99 = most(({ latencyUs }) => latencyUs?.p99 ?? 0) / 1e6;
  return [
    `bad=${sum(({ coverage }) => coverage.bad)};;${mostBad(scans)};0;${total}`,
    `unread=${sum(({ coverage }) => coverage.unread)};;;0;${total}`,
    `weak=${sum(({ weakSectors }) => weakSectors)};0;;0;${total}`,
    `slow_blocks=${sum(({ slowBlocks }) => slowBlocks)};0;;0`,
    `slow_zones=${sum(({ slowZones }) => slowZones)};0;;0`,
    `p99=${Number(p99.toFixed(9))}s;;;0`,
    ...(rates.length === 0 ? [] : [`bytes_per_s=${Math.min(...rates)};;;0`]),
    `age=${age}s;${maxAgeDays === null ? '' : maxAgeDays * DAY_S};;0`,
  ].join(' ');
}

/** Above it a disk failed, where all were judged by the same number. */
function mostBad(scans: readonly ScanSummary[]): string {
  const limits = scans.map(({ rules }) =>
    /^bad>(\d+)$/.exec(rules.find(({ rule }) => rule.startsWith('bad>'))?.rule ?? ''),
  );
  const [first, ...others] = limits.map((match) => match?.[1] ?? '');
  return others.every((limit) => limit === first) ? first! : '';
}
