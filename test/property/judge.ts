// Compares a report with what the faults say. Everything that is wrong is a sentence.

import { isDeepStrictEqual } from 'node:util';
import type { ScanJson } from '../../src/report/run-json.ts';
import type { DiskCase } from './disk-case.ts';
import type { Expected, ExpectedSlow } from './expected.ts';

const CLASSES = ['<3ms', '<10ms', '<50ms', '<150ms', '<500ms', '>500ms'] as const;
const CODES = ['UNC', 'IDNF', 'ABRT', 'AMNF', 'T0NF', 'BBK', 'TIME', 'IO'] as const;

export class Complaints {
  readonly said: string[] = [];

  equal(what: string, got: unknown, expected: unknown): void {
    if (isDeepStrictEqual(got, expected)) return;
    this.said.push(`${what}: expected ${short(expected)}, got ${short(got)}`);
  }

  that(holds: boolean, what: string): void {
    if (!holds) this.said.push(what);
  }
}

/** All of a report that follows from the faults. */
export function judgeExactly(
  scanned: DiskCase,
  scan: ScanJson,
  expected: Expected,
): readonly string[] {
  const complaints = new Complaints();
  judgeAlways(scanned, scan, complaints);
  complaints.equal('bad', scan.bad, expected.bad);
  complaints.equal('weak', scan.weak, expected.weak);
  complaints.equal('coverage', scan.coverage, expected.coverage);
  judgeBlocks(scan, expected, complaints);
  judgeSlow(scanned, scan, expected, complaints);
  judgeVerdict(scanned, scan, expected, complaints);
  return complaints.said;
}

/** What holds whatever the disk did. */
export function judgeAlways(
  { disk, options }: DiskCase,
  scan: ScanJson,
  complaints: Complaints,
): void {
  const { coverage, blocks, latency_us: latency } = scan;
  const blockCount =
    Math.floor(options.to / options.block) - Math.floor(options.from / options.block) + 1;
  complaints.equal('range', scan.range, { from: options.from, to: options.to });
  complaints.equal('sectors', scan.device.sectors, disk.sectors);
  complaints.equal('logical_bytes', scan.device.logical_bytes, disk.logicalBytes);
  complaints.equal('physical_bytes', scan.device.physical_bytes, disk.physicalBytes);
  complaints.equal('mode', scan.mode, {
    method: 'read',
    block_sectors: options.block,
    jobs: Math.min(options.jobs, blockCount),
    depth: 1,
    engine: 'sim',
    cache_bypassed: true,
    command: null,
    node: null,
    narrowed_by: 'read',
  });
  complaints.equal('total', coverage.total, options.to - options.from + 1);
  complaints.equal('coverage sum', coverage.good + coverage.bad + coverage.unread, coverage.total);
  complaints.equal('sum of bad', sectorsOf(scan.bad), coverage.bad);
  complaints.equal(
    'blocks sum',
    Object.values(blocks).reduce((a, b) => a + b, 0),
    blockCount,
  );
  for (const [name, value] of [...Object.entries(blocks), ...Object.entries(coverage)]) {
    complaints.that(Number.isSafeInteger(value) && value >= 0, `${name} is ${value}`);
  }
  for (const name of ['bad', 'weak', 'slow'] as const) judgeOrder(name, scan, complaints);
  const values =
    latency === null
      ? []
      : [
          latency.min,
          latency.p50,
          latency.p90,
          latency.p99,
          latency.p99_9,
          latency.p99_99,
          latency.max,
        ];
  complaints.that(
    values.every((value, i) => i === 0 || value >= values[i - 1]!),
    `latency_us falls: ${short(latency)}`,
  );
  complaints.that(
    latency === null || (latency.mean >= latency.min && latency.mean <= latency.max),
    `mean: ${short(latency)}`,
  );
  complaints.equal(
    'latency_us is null',
    latency === null,
    CLASSES.every((name) => blocks[name] === 0),
  );
  complaints.equal(
    'finished is null',
    scan.finished === null,
    coverage.unread > 0 || scan.error !== undefined,
  );
  complaints.equal('notes once', new Set(scan.notes).size, scan.notes.length);
  complaints.equal('disturbed', scan.disturbed, []);
}

/** Sorted, disjoint, merged, in the range. */
function judgeOrder(name: 'bad' | 'weak' | 'slow', scan: ScanJson, complaints: Complaints): void {
  let reached = scan.range.from - 1;
  for (const { from, to } of scan[name]) {
    complaints.that(from > reached && to >= from, `${name}: ${from}-${to} after ${reached}`);
    reached = to;
  }
  complaints.that(reached <= scan.range.to, `${name}: ${reached} is behind the range`);
}

function judgeBlocks(scan: ScanJson, expected: Expected, complaints: Complaints): void {
  const { blocks } = scan;
  let failed = 0;
  for (const code of CODES) {
    const count = expected.failed.get(code) ?? 0;
    failed += count;
    complaints.equal(`blocks.${code}`, blocks[code], count);
  }
  const gone = expected.gone ? 1 : 0;
  complaints.equal('blocks.GONE', blocks.GONE, gone);
  complaints.equal('blocks.unread', blocks.unread, expected.unreadBlocks - gone);
  complaints.equal('blocks.>500ms', blocks['>500ms'], expected.slowBlocks);
  const read = CLASSES.reduce((sum, name) => sum + blocks[name], 0);
  complaints.equal('blocks that read', read, expected.totalBlocks - failed - expected.unreadBlocks);
}

function judgeSlow(
  { options }: DiskCase,
  scan: ScanJson,
  expected: Expected,
  complaints: Complaints,
): void {
  const places = (list: readonly { from: number; to: number }[]) =>
    list.map(({ from, to }) => `${from}-${to}`);
  const slow = joined(expected.slow);
  complaints.equal('slow', places(scan.slow), places(slow));
  for (const [i, { from, latency_us, again_us }] of scan.slow.entries()) {
    const { late, again } = slow[i] ?? { late: false, again: 'not read' };
    const least = late ? options.timeoutSeconds * 1e6 : 500_000;
    complaints.that(latency_us >= least, `slow ${from}: latency_us is ${latency_us}`);
    const word = again_us === null ? 'not read' : again_us >= 500_000 ? 'slow' : 'quick';
    complaints.equal(`slow ${from}: again`, word, again);
  }
}

/** Neighbours that answered alike are one: as late as the latest. */
function joined(slow: readonly ExpectedSlow[]): ExpectedSlow[] {
  const extents: ExpectedSlow[] = [];
  for (const block of slow) {
    const last = extents.at(-1);
    if (last?.to !== block.from - 1 || last.again !== block.again) extents.push({ ...block });
    else extents[extents.length - 1] = { ...last, to: block.to, late: last.late || block.late };
  }
  return extents;
}

/** In blocks of 64 KiB or more a slow zone decides, too; it takes 256 of them. */
function zoneRule({ disk, options }: DiskCase, scan: ScanJson, complaints: Complaints) {
  if (disk.kind === 'null' || options.block * disk.logicalBytes < 65_536) return [];
  const value = scan.slow_zones.length;
  const blocks =
    Math.floor(options.to / options.block) - Math.floor(options.from / options.block) + 1;
  if (blocks < 256) complaints.equal('slow_zones', scan.slow_zones, []);
  return [{ rule: 'slow_zones>0', value, failed: value > 0 }];
}

function judgeVerdict(
  scanned: DiskCase,
  scan: ScanJson,
  expected: Expected,
  complaints: Complaints,
): void {
  const { bad, unread } = expected.coverage;
  const slow = expected.slow.filter(({ again }) => again === 'slow').length;
  complaints.equal('rules', scan.rules, [
    { rule: 'bad>0', value: bad, failed: bad > 0 },
    { rule: '>500ms>0', value: slow, failed: slow > 0 },
    ...zoneRule(scanned, scan, complaints),
  ]);
  complaints.equal('error', scan.error?.code, expected.gone ? 'ERR_GONE' : undefined);
  const isUnfit = bad > 0 || slow > 0 || scan.slow_zones.some(() => scan.rules.length > 2);
  const verdict = isUnfit ? 'fail' : unread > 0 ? 'incomplete' : 'pass';
  complaints.equal('verdict', scan.verdict, verdict);
}

export function sectorsOf(list: readonly { from: number; to: number }[]): number {
  return list.reduce((sum, { from, to }) => sum + to - from + 1, 0);
}

function short(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 400 ? `${text.slice(0, 400)}…` : text;
}
