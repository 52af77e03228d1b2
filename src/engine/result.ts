// What a scan came to. Coverage is proved here: what the workers counted, what the map holds and what
// was found must agree, or surfscan says that it is wrong.

import {
  CLASS_NAMES,
  CLASSES,
  type ClassName,
  ERROR_CODES,
  type ErrorCode,
  ERRORS,
  SLOW_MS,
  UNREAD_BYTE,
} from '../classes.ts';
import type { Device } from '../device.ts';
import { defect } from '../errors.ts';
import type { Extent } from '../extents.ts';
import { emptyHistogram, percentilesNs } from '../histogram.ts';
import { native } from '../native.ts';
import { judge, type RuleName, type RuleOutcome } from '../rules.ts';
import { unresolvedLate } from './again.ts';
import type { ScanContext, Trouble } from './context.ts';
import type { BadValue, SlowBlock } from './findings.ts';

export type Verdict = 'pass' | 'fail' | 'incomplete';
export type BlockCounts = Record<ClassName | ErrorCode | 'unread', number>;

/** Sectors by final state. */
export interface Coverage {
  readonly total: number;
  readonly good: number;
  readonly bad: number;
  readonly unread: number;
}

/** Microseconds, of the first readings that succeeded. */
export interface LatencySummary {
  readonly min: number;
  readonly mean: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly p99_9: number;
  readonly p99_99: number;
  readonly max: number;
}

export interface ScanResult {
  readonly device: Device;
  readonly trouble: Trouble | null;
  readonly started: Date;
  /** null: it did not read all it should. */
  readonly finished: Date | null;
  readonly elapsedSeconds: number;
  /** Inclusive. */
  readonly range: { readonly from: number; readonly to: number };
  readonly mode: {
    readonly blockSectors: number;
    readonly jobs: number;
    readonly engine: 'pread' | 'sim';
    readonly cacheBypassed: boolean;
  };
  readonly coverage: Coverage;
  readonly blocks: BlockCounts;
  readonly latencyUs: LatencySummary | null;
  readonly bytesPerSecond: number;
  /** LBAs: [from, to). */
  readonly bad: readonly Readonly<Extent<BadValue>>[];
  readonly weak: readonly Readonly<Extent<BadValue>>[];
  readonly slow: readonly SlowBlock[];
  readonly verdict: Verdict;
  readonly rules: readonly RuleOutcome[];
  readonly notes: readonly string[];
}

export interface Times {
  readonly started: Date;
  readonly finished: Date;
  readonly elapsedSeconds: number;
  readonly bytesPerSecond: number;
}

/** Throws ERR_DEFECT where the books do not balance. */
export function scanResult(context: ScanContext, times: Times): ScanResult {
  const { target, plan, crew, findings, trouble } = context;
  for (const { from, to } of unresolvedLate(context)) {
    findings.slow.delete(from);
    findings.failed.set(from, to, { error: 'TIME', errno: null });
  }
  const blocks = blockCounts(context);
  assertMapAgrees(context, blocks);
  const bad = findings.allBad();
  const coverage = prove(context, bad);
  const latencyUs = latencySummary(context);
  const values = ruleValues(context, coverage, blocks, latencyUs);
  const rules = judge(plan.rules, values);
  const complete = coverage.unread === 0 && trouble === null;
  const cached = crew.workers.some((worker) => worker.cached) || !target.cacheBypassed;
  return {
    device: target.device,
    trouble,
    started: times.started,
    finished: complete ? times.finished : null,
    elapsedSeconds: times.elapsedSeconds,
    range: { from: plan.fromLba, to: plan.toLba - 1 },
    mode: {
      blockSectors: plan.blockSectors,
      jobs: plan.jobs,
      engine: target.device.kind === 'sim' ? 'sim' : 'pread',
      cacheBypassed: !cached,
    },
    coverage,
    blocks,
    latencyUs,
    bytesPerSecond: times.bytesPerSecond,
    bad,
    weak: findings.weak.items,
    slow: [...findings.slow.values()].sort((a, b) => a.from - b.from),
    verdict: rules.some((rule) => rule.failed) ? 'fail' : complete ? 'pass' : 'incomplete',
    rules,
    notes: allNotes(context, cached),
  };
}

/** Each block once, by its first reading. */
export function blockCounts({ crew, corrections, grid }: ScanContext): BlockCounts {
  const counts: Partial<BlockCounts> = {};
  let read = 0;
  for (const [index, name] of CLASS_NAMES.entries()) {
    counts[name] = crew.workers.reduce((sum, worker) => sum + worker.classCount(index), 0);
    read += counts[name];
  }
  for (const code of ERROR_CODES) {
    const counted = crew.workers.reduce((sum, worker) => sum + worker.errorCount(code), 0);
    counts[code] = counted + corrections[code];
    read += counts[code];
  }
  counts.unread = grid.blocks - read;
  return counts as BlockCounts;
}

/** Of the pass, on the disk's own clock. */
export function bytesPerSecond({ crew, target }: ScanContext): number {
  const ns = Math.max(...crew.workers.map((worker) => worker.deviceNs));
  const sectors = crew.workers.reduce((sum, worker) => sum + worker.sectors, 0);
  return ns === 0 ? 0 : Math.round((sectors * target.device.logicalBytes * 1e9) / ns);
}

/** What the workers counted must be what the map holds. */
function assertMapAgrees({ map, crew }: ScanContext, blocks: BlockCounts): void {
  if (crew.abandoned) return; // a worker left behind may still put its block down
  const tally = native.tally(map, 0, map.length);
  const sum = (first: number, end: number) => tally.slice(first, end).reduce((a, b) => a + b, 0);
  const expect = (name: string, counted: number, inMap: number) => {
    if (counted === inMap) return;
    throw defect(`coverage: the workers counted ${counted} blocks of ${name}, the map holds ${inMap}`);
  };
  for (const [index, { name, firstStep }] of CLASSES.entries()) {
    expect(name, blocks[name], sum(firstStep, CLASSES[index + 1]?.firstStep ?? 240));
  }
  for (const { code, byte } of ERRORS) if (byte !== null) expect(code, blocks[code], tally[byte]!);
  expect('unread', blocks.unread + blocks.GONE, tally[UNREAD_BYTE]!);
}

/** good + bad + unread = total, each sector in one of them. */
function prove(
  { map, grid }: ScanContext,
  bad: readonly Readonly<Extent<BadValue>>[],
): Coverage {
  const total = grid.toLba - grid.fromLba;
  const unreadBlocks = native.tally(map, 0, map.length)[UNREAD_BYTE]!;
  let unread = unreadBlocks * grid.blockSectors;
  // The first and the last block may be short; in a map of one block they are the same.
  for (const block of new Set([0, grid.blocks - 1])) {
    if (map[block] === UNREAD_BYTE) unread += grid.sectorsOf(block) - grid.blockSectors;
  }
  let badSectors = 0;
  let reachedLba = grid.fromLba;
  for (const { from, to } of bad) {
    if (from < reachedLba || to <= from || to > grid.toLba) {
      throw defect(`coverage: the bad sectors ${from} to ${to - 1} are out of order or range`);
    }
    assertRead(map, grid.blockOf(from), from);
    assertRead(map, grid.blockOf(to - 1), to - 1);
    badSectors += to - from;
    reachedLba = to;
  }
  const good = total - badSectors - unread;
  if (good < 0) throw defect(`coverage: ${badSectors} bad and ${unread} unread of ${total} sectors`);
  return { total, good, bad: badSectors, unread };
}

function assertRead(map: Uint8Array, block: number, lba: number): void {
  if (map[block] !== UNREAD_BYTE) return;
  throw defect(`coverage: sector ${lba} is called bad, and its block ${block} was never read`);
}

function latencySummary({ crew }: ScanContext): LatencySummary | null {
  const histogram = emptyHistogram();
  let count = 0;
  let sumNs = 0;
  let minNs = Number.POSITIVE_INFINITY;
  let maxNs = 0;
  for (const worker of crew.workers) {
    if (worker.latencyMinNs === 0) continue;
    worker.addHistogramTo(histogram);
    sumNs += worker.latencySumNs;
    minNs = Math.min(minNs, worker.latencyMinNs);
    maxNs = Math.max(maxNs, worker.latencyMaxNs);
  }
  for (const readings of histogram) count += readings;
  if (count === 0) return null;
  // A bucket's middle may lie beyond what was measured.
  const within = (ns: number) => Math.min(Math.max(ns, minNs), maxNs) / 1000;
  const [p50, p90, p99, p99_9, p99_99] = percentilesNs(
    histogram,
    [0.5, 0.9, 0.99, 0.999, 0.9999],
  ).map(within) as [number, number, number, number, number];
  return { min: minNs / 1000, mean: sumNs / count / 1000, p50, p90, p99, p99_9, p99_99, max: maxNs / 1000 };
}

function ruleValues(
  { findings }: ScanContext,
  coverage: Coverage,
  blocks: BlockCounts,
  latencyUs: LatencySummary | null,
): (name: RuleName) => number {
  const ms = (us: number | undefined) => (us ?? 0) / 1000;
  return (name) => {
    switch (name) {
      case 'bad':
      case 'unread':
        return coverage[name];
      case 'weak':
        return findings.weak.sectors;
      case '>500ms':
        return [...findings.slow.values()].filter(({ againNs }) => (againNs ?? 0) >= SLOW_MS * 1e6).length;
      case 'p50':
      case 'p90':
      case 'p99':
      case 'max':
        return ms(latencyUs?.[name]);
      case 'p99.9':
        return ms(latencyUs?.p99_9);
      case 'p99.99':
        return ms(latencyUs?.p99_99);
      default:
        return blocks[name];
    }
  };
}

function allNotes({ notes, target, plan, crew, findings }: ScanContext, cached: boolean): string[] {
  const said = [...notes];
  if (cached && target.cacheBypassed) {
    said.push('the file system refuses reads that bypass its cache (O_DIRECT): read through the cache');
  }
  if (findings.slowNotKept > 0) {
    said.push(`${findings.slowNotKept} more slow blocks are counted, but not listed`);
  }
  if (!plan.refine && findings.failed.length > 0) {
    said.push('failed blocks were not narrowed (--no-refine): they are called bad as a whole');
  }
  if (crew.abandoned) said.push('left while a read was still unanswered: its block is unread');
  return said;
}
