// A run in words, for the normal screen: what was scanned, what was found, what it means.

import type { ScanResult, Verdict } from '../engine/result.ts';
import { hasResult, type RunEntry } from '../engine/run-entry.ts';
import { summaryOf } from '../engine/summary.ts';
import { CLASSES, ERRORS } from '../vocabulary/classes.ts';
import { changeWords, readingOf, smartChanges, whyNotWords } from '../vocabulary/smart.ts';
import { cleanText } from '../vocabulary/text.ts';
import {
  formatBytes,
  formatCount,
  formatElapsed,
  formatSpeed,
  formatUs,
} from '../vocabulary/units.ts';
import { wrapText } from '../vocabulary/wrap.ts';
import { changeLines, diffLine } from './diff-text.ts';
import { findingLines } from './run-lists.ts';
import { runTable } from './run-table.ts';
import { VERDICT_WORDS, verdictWords } from './verdict-words.ts';
import { lbas, plural } from './words.ts';

/** In 80 columns, no word cut; of several disks a table first. */
export function runText(entries: readonly RunEntry[]): string {
  const reports = entries.map((entry) =>
    wrapped(hasResult(entry) ? scanText(entry) : unreadText(entry)),
  );
  const table = entries.length > 1 ? [runTable(entries)] : [];
  return [...table, ...reports].join('\n');
}

/** Stands between words that belong in one line. */
const TIED = '\u00a0';

function wrapped(text: string): string {
  return wrapText(text).replaceAll(TIED, ' ');
}

function tied(words: string): string {
  return words.replaceAll(' ', TIED);
}

/** As verdictWords, of a result. */
export function verdictLine(result: ScanResult): string {
  return verdictWords(summaryOf(result));
}

/** Of a disk that has ended, with a result or without. */
export function entryVerdict(entry: RunEntry): {
  readonly verdict: Verdict;
  readonly text: string;
} {
  if (hasResult(entry)) return { verdict: entry.verdict, text: verdictLine(entry) };
  const why = cleanText(entry.error?.message ?? '', 2000);
  return { verdict: 'incomplete', text: `${VERDICT_WORDS.incomplete}: ${why}` };
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
    ...smartLines(result),
    ...comparedLines(result),
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

/** Images and simulated disks have none. */
function smartLines({ device, smart }: ScanResult): string[] {
  if (device.kind !== 'block') return [];
  const whyNot = whyNotWords(smart);
  if (whyNot !== null) return [`  SMART: not known: ${cleanText(whyNot)}`];
  const changed = smartChanges(readingOf(smart.before), readingOf(smart.after));
  if (changed.length === 0) return ['  SMART: no counter changed'];
  return [`  SMART: ${changed.map((change) => tied(changeWords(change))).join('; ')}`];
}

function comparedLines({ compared }: ScanResult): string[] {
  if (compared === null) return [];
  const began = compared.old.started.toISOString();
  return [`  compared with the scan of ${began}: ${diffLine(compared)}`, ...changeLines(compared)];
}

function latencyLines({ latencyUs }: ScanResult): string[] {
  if (latencyUs === null) return [];
  const { min, mean, p50, p99, p99_9, max } = latencyUs;
  const named = { min, mean, p50, p99, 'p99.9': p99_9, max };
  const said = Object.entries(named).map(([name, us]) => tied(`${name} ${formatUs(us)}`));
  return [`  latency: ${said.join(', ')}`];
}

function blockLines({ blocks }: ScanResult): string[] {
  const classes = CLASSES.map(({ name }) => tied(`${name} ${formatCount(blocks[name])}`));
  const errors = ERRORS.filter(({ code }) => blocks[code] > 0).map(({ code }) =>
    tied(`${code} ${formatCount(blocks[code])}`),
  );
  const rest = blocks.unread > 0 ? [tied(`unread ${formatCount(blocks.unread)}`)] : [];
  return [`  blocks: ${[...classes, ...errors, ...rest].join('  ')}`];
}
