// What a scan came to: coverage, latencies, findings, and the verdict by the rules.

import { SLOW_MS } from '../classes.ts';
import type { Device } from '../device.ts';
import type { Extent } from '../extents.ts';
import { judge, type RuleName, type RuleOutcome } from '../rules.ts';
import type { ScanContext, Trouble } from './context.ts';
import {
  assertMapAgrees,
  type BlockCounts,
  blockCounts,
  type Coverage,
  prove,
} from './coverage.ts';
import type { BadValue, SlowBlock } from './findings.ts';
import { type LatencySummary, latencySummary } from './latency-summary.ts';
import { forgetUnresolvedLate } from './rollback.ts';

export type Verdict = 'pass' | 'fail' | 'incomplete';

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
  forgetUnresolvedLate(context);
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
    weak: findings.allWeak(),
    slow: [...findings.slow.values()].sort((a, b) => a.from - b.from),
    verdict: rules.some((rule) => rule.failed) ? 'fail' : complete ? 'pass' : 'incomplete',
    rules,
    notes: allNotes(context, cached),
  };
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
        return [...findings.slow.values()].filter(({ againNs }) => (againNs ?? 0) >= SLOW_MS * 1e6)
          .length;
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
    said.push(
      'the file system refuses reads that bypass its cache (O_DIRECT): read through the cache',
    );
  }
  if (findings.slowNotKept > 0) {
    said.push(`${findings.slowNotKept} more slow blocks are counted, but not listed`);
  }
  if (findings.failed.length > 0) {
    const why = plan.refine ? '' : ' (--no-refine)';
    said.push(
      `${findings.failed.sectors} sectors of failed blocks were not narrowed${why}: ` +
        'they are called bad as a whole',
    );
  }
  if (crew.abandoned) said.push('left while a read was still unanswered: its block is unread');
  return said;
}
