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

/** Lines of one list; the JSON has them all. */
const MOST_LINES = 40;

/** By whether it was narrowed to physical sectors. */
const DEFECT_WORDS = {
  bad: { exact: '', whole: ', not narrowed' },
  weak: {
    exact: ', failed alone too, then read',
    whole: ', failed once, then every sector of it read',
  },
} as const;

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
  const weak = result.weak.reduce((sum, { from, to }) => sum + to - from, 0);
  if (weak > 0) said.push(sectors(weak, 'weak'));
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

function ruleWords(rule: string, value: number): string {
  if (rule === '>500ms>0') return plural(value, 'block', 'slower than 500 ms twice');
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
    ...defectLines('bad', result.bad),
    ...defectLines('weak', result.weak),
    ...slowLines(result),
    ...disturbedLines(result),
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

function defectLines(word: 'bad' | 'weak', list: ScanResult['bad']): string[] {
  const lines = list.slice(0, MOST_LINES).map(({ from, to, value }) => {
    const errno = value.errno === null ? '' : ` (${value.errno})`;
    const words = DEFECT_WORDS[word][value.exact ? 'exact' : 'whole'];
    return `  ${word} ${lbas(from, to - 1)}  ${value.error}${errno}${words}`;
  });
  return [...lines, ...moreLines(word, list.length)];
}

function slowLines({ slow }: ScanResult): string[] {
  const lines = slow.slice(0, MOST_LINES).map(({ from, to, latencyNs, againNs }) => {
    const again = againNs === null ? 'not read again' : `again ${formatLatency(againNs / 1e6)}`;
    return `  slow ${lbas(from, to - 1)}  ${formatLatency(latencyNs / 1e6)}, ${again}`;
  });
  return [...lines, ...moreLines('slow', slow.length)];
}

function disturbedLines({ disturbed }: ScanResult): string[] {
  const lines = disturbed.slice(0, MOST_LINES).map(({ from, to, foreignSectors }) => {
    const used = plural(foreignSectors, 'sector');
    return `  disturbed ${lbas(from, to - 1)}  others used the disk meanwhile: ${used}`;
  });
  return [...lines, ...moreLines('disturbed', disturbed.length)];
}

function moreLines(word: string, count: number): string[] {
  const more = count - MOST_LINES;
  return more > 0 ? [`  … and ${formatCount(more)} more ${word} (--json lists them)`] : [];
}

/** LBAs are never grouped: they are copied into other programs. */
function lbas(from: number, to: number): string {
  return from === to ? `LBA ${from}` : `LBA ${from}-${to}`;
}

function sectors(count: number, word: string): string {
  return plural(count, `${word} sector`);
}

function plural(count: number, word: string, more = ''): string {
  return `${formatCount(count)} ${word}${count === 1 ? '' : 's'}${more === '' ? '' : ` ${more}`}`;
}

function amount(value: number): string {
  return Number.isInteger(value) ? formatCount(value) : value.toFixed(3);
}
