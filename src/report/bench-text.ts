// Benchmarks in words and tables of 80 columns: one disk at length, several side by side.

import { type BenchEntry, hasBenchResult } from '../benchmark/bench-entry.ts';
import { errorWords, iopsWords, readWords, timeWords } from '../benchmark/part-words.ts';
import type { BenchResult, RandomResult } from '../benchmark/result.ts';
import { cleanText } from '../vocabulary/text.ts';
import { formatBytes, formatElapsed, formatSpeed } from '../vocabulary/units.ts';
import { curveLine } from './bench-curve.ts';
import { sideBySide } from './bench-table.ts';

const CURVE_WIDTH = 74;
const ERROR_NOTE = '  ± is the standard error of the mean: what differs by less is the same.';

export function benchText(entries: readonly BenchEntry[]): string {
  const results = entries.filter(hasBenchResult);
  const unread = entries.flatMap((entry) => (hasBenchResult(entry) ? [] : [unreadText(entry)]));
  const [only] = results;
  if (only === undefined) return unread.join('');
  const told = results.length === 1 ? oneText(only) : severalText(results);
  return `${told}${unread.join('')}`;
}

function unreadText({ device, error }: Exclude<BenchEntry, BenchResult>): string {
  const why = error === null ? 'not measured' : cleanText(error.message);
  return `${cleanText(device.path)}: ${why}\n`;
}

function oneText(result: BenchResult): string {
  const lines = [
    ...identityLines(result),
    ...sequentialLines(result),
    ...randomLines(result.random),
    ...spindleLines(result),
    ...noteLines(result),
    ...(result.random.length > 0 ? [ERROR_NOTE] : []),
  ];
  return `${lines.join('\n')}\n`;
}

function severalText(results: readonly BenchResult[]): string {
  const notes = results.flatMap((result) => {
    const lines = noteLines(result);
    return lines.length === 0 ? [] : [`${cleanText(result.device.path)}:`, ...lines];
  });
  return `${[...sideBySide(results), ERROR_NOTE, '', ...notes].join('\n')}\n`;
}

function identityLines({ device, elapsedSeconds, seconds, seed }: BenchResult): string[] {
  const known = [device.model, device.serial].flatMap((text) => (text ? [cleanText(text)] : []));
  const size = formatBytes(device.sectors * device.logicalBytes);
  const time =
    device.kind === 'sim' && device.rotational !== null
      ? `${seconds} s on its own clock`
      : formatElapsed(elapsedSeconds);
  return [[cleanText(device.path), ...known, size].join(' · '), `  ${time}, seed ${seed}`];
}

function sequentialLines({ sequential, device }: BenchResult): string[] {
  if (sequential === null) return ['  sequential: no zone was measured'];
  const { minBytesPerSecond, meanBytesPerSecond, maxBytesPerSecond, zones } = sequential;
  const curve = curveLine(sequential, CURVE_WIDTH, maxBytesPerSecond);
  const end = formatBytes(device.sectors * device.logicalBytes);
  return [
    `  sequential, ${readWords(sequential)}, ` +
      `${zones.length} ${zones.length === 1 ? 'zone' : 'zones'}: ` +
      `mean ${formatSpeed(meanBytesPerSecond)} ${errorWords(sequential.standardError)}`.trimEnd(),
    `    fastest ${formatSpeed(maxBytesPerSecond)}, slowest ${formatSpeed(minBytesPerSecond)}`,
    ...(zones.length > 1 ? [`    ${curve}`, `    0${end.padStart([...curve].length - 1)}`] : []),
  ];
}

const HEAD = ['random reads', 'a second', '', 'speed', 'median', 'p99', 'p99.9', 'max'] as const;
const WIDTHS = [13, 9, 8, 11, 9, 9, 9, 9] as const;

function randomLines(random: readonly RandomResult[]): string[] {
  if (random.length === 0) return [];
  const rows = random.map((result): string[] => {
    const { p50, p99, p99_9, max } = result.latencyUs;
    return [
      `  ${readWords(result)}`,
      iopsWords(result.iops),
      errorWords(result.standardError),
      formatSpeed(result.bytesPerSecond),
      ...[p50, p99, p99_9, max].map(timeWords),
    ];
  });
  return [[...HEAD], ...rows].map((cells) => `  ${row(cells)}`);
}

/** The first column to the left, numbers to the right. */
function row(cells: readonly string[]): string {
  return cells
    .map((cell, i) => (i === 0 ? cell.padEnd(WIDTHS[i]!) : cell.padStart(WIDTHS[i]!)))
    .join('');
}

function spindleLines({ accessUs, burstBytesPerSecond }: BenchResult): string[] {
  const lines: string[] = [];
  if (accessUs !== null) {
    const { adjacent, average, fullStroke } = accessUs;
    lines.push(
      `  access, medians: adjacent ${timeWords(adjacent)}, average ${timeWords(average)}, ` +
        `full stroke ${timeWords(fullStroke)}`,
    );
  }
  if (burstBytesPerSecond !== null) {
    lines.push(`  burst, the same 128 KiB again and again: ${formatSpeed(burstBytesPerSecond)}`);
  }
  return lines;
}

function noteLines({ notes, trouble }: BenchResult): string[] {
  return [
    ...notes.map((note) => `  note: ${cleanText(note)}`),
    ...(trouble === null ? [] : [`  INCOMPLETE: ${cleanText(trouble.message)}`]),
  ];
}
