// A run in words, for the normal screen: what was scanned, what was found, what it means.

import type { ScanResult, Verdict } from '../engine/result.ts';
import { hasResult, type RunEntry } from '../engine/run-entry.ts';
import { CLASSES, ERRORS } from '../vocabulary/classes.ts';
import { cleanText } from '../vocabulary/text.ts';
import {
  formatBytes,
  formatCount,
  formatElapsed,
  formatLatency,
  formatSpeed,
} from '../vocabulary/units.ts';
import { findingLines } from './run-lists.ts';
import { amount, lbas, plural, sectors } from './words.ts';

const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  pass: 'PASS',
  fail: 'FAIL',
  incomplete: 'INCOMPLETE',
};

export function runText(entries: readonly RunEntry[]): string {
  return entries
    .map((entry) => (hasResult(entry) ? scanText(entry) : unreadText(entry)))
    .join('\n');
}

/** "PASS", "FAIL: 3 bad sectors", …: one line that says it all. */
export function verdictLine(result: ScanResult): string {
  const said: string[] = [];
  const { bad, unread } = result.coverage;
  if (bad > 0) said.push(badWords(result));
  for (const { rule, value, failed } of result.rules) {
    if (failed && !(rule === 'bad>0' && bad > 0)) said.push(ruleWords(rule, value));
  }
  // A disk that fails by something else does so whatever is weak.
  if (result.verdict !== 'fail') said.push(...weakWords(result));
  if (result.trouble !== null) said.push(cleanText(result.trouble.message));
  if (unread > 0) said.push(sectors(unread, 'unread'));
  const word = VERDICT_WORDS[result.verdict];
  return said.length === 0 ? word : `${word}: ${said.join('; ')}`;
}

/** What failed alone, apart from what only lies in a block that failed. */
function badWords({ bad, coverage }: ScanResult): string {
  const rest = bad.reduce((sum, { from, to, value }) => (value.exact ? sum : sum + to - from), 0);
  const proven = coverage.bad - rest;
  if (rest === 0) return sectors(proven, 'bad');
  const assumed = `${formatCount(rest)} in failed blocks that were not narrowed`;
  return proven === 0
    ? `bad sectors among ${assumed}`
    : `${sectors(proven, 'bad')}, and ${assumed}`;
}

/** Blocks that failed and of which every sector reads; sectors that failed alone, too, and then read. */
function weakWords({ weak, mode }: ScanResult): string[] {
  const blockOf = (lba: number) => Math.floor(lba / mode.blockSectors);
  let blocks = 0;
  let alone = 0;
  for (const { from, to, value } of weak) {
    if (value.exact) alone += to - from;
    else blocks += blockOf(to - 1) - blockOf(from) + 1;
  }
  return [
    ...(blocks > 0 ? [plural(blocks, 'weak block')] : []),
    ...(alone > 0 ? [sectors(alone, 'weak')] : []),
  ];
}

function ruleWords(rule: string, value: number): string {
  if (rule === '>500ms>0') return plural(value, 'block', 'slower than 500 ms twice');
  if (rule === 'weak>0') return sectors(value, 'weak');
  if (rule === 'slow_zones>0') return plural(value, 'slow zone');
  if (rule.startsWith('speed<')) return `${rule} (${amount(value)} MB/s)`;
  const ms = /^(p\d|max)/.test(rule) ? ' ms' : '';
  return `${rule} (${amount(value)}${ms})`;
}

function unreadText({ device, error }: Exclude<RunEntry, ScanResult>): string {
  const path = cleanText(device.path);
  return error === null ? `${path}: not scanned\n` : `${path}: ${cleanText(error.message)}\n`;
}

function scanText(result: ScanResult): string {
  const { device, range, coverage } = result;
  const lines = [
    [cleanText(device.path), ...identity(result)].join(' · '),
    `  ${lbas(range.firstLba, range.lastLba)}: ` +
      `${formatCount(coverage.good)} good, ${formatCount(coverage.bad)} bad, ` +
      `${formatCount(coverage.unread)} unread of ${plural(coverage.total, 'sector')}`,
    `  ${formatElapsed(result.elapsedSeconds)}${speed(result)}, ` +
      `${readers(result.mode)}, blocks of ${plural(result.mode.blockSectors, 'sector')}` +
      `${device.logicalBytes === 512 ? '' : ` of ${device.logicalBytes} bytes`}`,
    ...latencyLines(result),
    ...blockLines(result),
    ...findingLines(result),
    ...result.notes.map((note) => `  note: ${cleanText(note)}`),
    `  ${verdictLine(result)}`,
  ];
  return `${lines.join('\n')}\n`;
}

function readers({ jobs, depth }: ScanResult['mode']): string {
  const each = jobs > 1 ? ' each' : '';
  const flight = depth > 1 ? ` with up to ${depth} reads in flight${each}` : '';
  return `${plural(jobs, 'worker')}${flight}`;
}

/** Of the pass; a scan may have read nothing in it. */
function speed({ bytesPerSecond, device }: ScanResult): string {
  const clock = device.kind === 'sim' ? " on the disk's own clock" : '';
  return bytesPerSecond === 0 ? '' : `, the pass at ${formatSpeed(bytesPerSecond)}${clock}`;
}

function identity({ device }: ScanResult): string[] {
  const known = [device.model, device.serial].flatMap((text) => (text ? [cleanText(text)] : []));
  return [...known, formatBytes(device.sectors * device.logicalBytes)];
}

function latencyLines({ latencyUs }: ScanResult): string[] {
  if (latencyUs === null) return [];
  const ms = (us: number) => formatLatency(us / 1000);
  const { min, mean, p50, p99, p99_9, max } = latencyUs;
  return [
    `  latency: min ${ms(min)}, mean ${ms(mean)}, p50 ${ms(p50)}, p99 ${ms(p99)}, ` +
      `p99.9 ${ms(p99_9)}, max ${ms(max)}`,
  ];
}

function blockLines({ blocks }: ScanResult): string[] {
  const classes = CLASSES.map(({ name }) => `${name} ${formatCount(blocks[name])}`);
  const errors = ERRORS.filter(({ code }) => blocks[code] > 0).map(
    ({ code }) => `${code} ${formatCount(blocks[code])}`,
  );
  const rest = blocks.unread > 0 ? [`unread ${formatCount(blocks.unread)}`] : [];
  return [`  blocks: ${[...classes, ...errors, ...rest].join('  ')}`];
}
