// Several disks' benchmarks side by side: a row a figure, a column a disk.

import { errorWords, iopsWords, readWords, timeWords } from '../benchmark/part-words.ts';
import type { BenchResult, RandomResult } from '../benchmark/result.ts';
import { cleanText } from '../vocabulary/text.ts';
import { formatBytes, formatSpeed } from '../vocabulary/units.ts';
import { curveLine } from './bench-curve.ts';

const WIDTH = 80;
const LABEL_WIDTH = 20;
const COLUMN_WIDTH = 20;
const COLUMNS = Math.floor((WIDTH - LABEL_WIDTH) / COLUMN_WIDTH);
const NONE = '-';

/** As many disks at once as 80 columns hold. */
export function sideBySide(results: readonly BenchResult[]): string[] {
  const lines: string[] = [];
  for (let first = 0; first < results.length; first += COLUMNS) {
    if (first > 0) lines.push('');
    lines.push(...tableOf(results.slice(first, first + COLUMNS)));
  }
  return lines;
}

function tableOf(results: readonly BenchResult[]): string[] {
  const row = (label: string, cell: (result: BenchResult) => string | null) => {
    const cells = results.map((result) => fitted(cell(result) ?? NONE).padEnd(COLUMN_WIDTH));
    return `${label.padEnd(LABEL_WIDTH)}${cells.join('')}`.trimEnd();
  };
  const speed = (value: number | undefined | null) => (value ? formatSpeed(value) : null);
  const time = (us: number | undefined) => (us === undefined ? null : timeWords(us));
  return [
    row('', ({ device }) => cleanText(device.path)),
    row('', ({ device }) => cleanText(device.model ?? NONE)),
    row('', ({ device }) => formatBytes(device.sectors * device.logicalBytes)),
    row('sequential  mean', ({ sequential }) =>
      sequential === null
        ? null
        : `${formatSpeed(sequential.meanBytesPerSecond)} ${errorWords(sequential.standardError)}`,
    ),
    row('  fastest', ({ sequential }) => speed(sequential?.maxBytesPerSecond)),
    row('  slowest', ({ sequential }) => speed(sequential?.minBytesPerSecond)),
    row('  first to last LBA', ({ sequential }) =>
      sequential === null
        ? null
        : curveLine(sequential, COLUMN_WIDTH - 2, sequential.maxBytesPerSecond),
    ),
    'random reads',
    ...waysOf(results).flatMap((way) => {
      const of = ({ random }: BenchResult) => random.find((entry) => readWords(entry) === way);
      return [
        row(`  ${way}`, (result) => perSecond(of(result))),
        row('    median', (result) => time(of(result)?.latencyUs.p50)),
        row('    p99', (result) => time(of(result)?.latencyUs.p99)),
      ];
    }),
    row('access  adjacent', ({ accessUs }) => time(accessUs?.adjacent)),
    row('  average', ({ accessUs }) => time(accessUs?.average)),
    row('  full stroke', ({ accessUs }) => time(accessUs?.fullStroke)),
    row('burst', ({ burstBytesPerSecond }) => speed(burstBytesPerSecond)),
  ];
}

/** What any of them has, in the order of the first that has it. */
function waysOf(results: readonly BenchResult[]): string[] {
  const sorted = results.flatMap(({ random }) => random).sort(byDepthAndSize);
  return [...new Set(sorted.map(readWords))];
}

function byDepthAndSize(a: RandomResult, b: RandomResult): number {
  return a.depth - b.depth || a.blockBytes - b.blockBytes;
}

function perSecond(result: RandomResult | undefined): string | null {
  if (result === undefined) return null;
  return `${iopsWords(result.iops)}/s ${errorWords(result.standardError)}`;
}

/** The end of a path tells more than its beginning. */
function fitted(text: string): string {
  const characters = [...text];
  const most = COLUMN_WIDTH - 1;
  return characters.length <= most ? text : `…${characters.slice(1 - most).join('')}`;
}
