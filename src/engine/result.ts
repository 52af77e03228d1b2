// What a scan came to: coverage, latencies, findings, and the verdict by the rules.

import type { Narrower } from '../reading/drive-way.ts';
import type { Findings } from '../reading/findings.ts';
import type { LatencySummary } from '../reading/latency-summary.ts';
import type { Engine } from '../reading/read-engine.ts';
import type { Trouble } from '../reading/trouble.ts';
import type { Coverage } from '../vocabulary/coverage.ts';
import {
  type BadValue,
  type DisturbedRange,
  isSlowAgain,
  type SlowBlock,
} from '../vocabulary/defects.ts';
import type { Device } from '../vocabulary/device.ts';
import type { DriveStatus } from '../vocabulary/drive-status.ts';
import type { Extent } from '../vocabulary/extents.ts';
import type { Grid } from '../vocabulary/grid.ts';
import type { LabelledHost } from '../vocabulary/host.ts';
import type { Method } from '../vocabulary/method.ts';
import type { LbaSpan } from '../vocabulary/ranges.ts';
import { judge, type Rule, type RuleName, type RuleOutcome } from '../vocabulary/rules.ts';
import type { SlowZone } from '../vocabulary/slow-zones.ts';
import type { SmartAnswers } from '../vocabulary/smart.ts';
import { type Comparison, compareScans } from './compare.ts';
import type { EarlierScan } from './compared-scan.ts';
import { comparedValue } from './compared-value.ts';
import { type BlockCounts, prove } from './coverage.ts';

export type Verdict = 'pass' | 'fail' | 'incomplete';

export interface ScanMode {
  readonly method: Method;
  readonly blockSectors: number;
  readonly jobs: number;
  readonly depth: number;
  readonly engine: Engine;
  readonly cacheBypassed: boolean;
  /** What the drive was sent, block by block; null: what the kernel makes of a read. */
  readonly command: string | null;
  /** Which took commands for the drive; null: none was used. */
  readonly node: string | null;
  /** What read the sectors of failed blocks. */
  readonly narrowedBy: Narrower;
}

export interface ScanResult {
  readonly device: Device;
  /** Where it ran; of a resumed one the last run. null: its map is of a version that did not keep it. */
  readonly host: LabelledHost | null;
  readonly trouble: Trouble | null;
  /** The scan ended well, but its map could not be kept. */
  readonly mapTrouble: Trouble | null;
  readonly started: Date;
  /** null: it did not read all it should. */
  readonly finished: Date | null;
  readonly elapsedSeconds: number;
  readonly range: LbaSpan;
  readonly mode: ScanMode;
  readonly coverage: Coverage;
  readonly blocks: BlockCounts;
  readonly latencyUs: LatencySummary | null;
  readonly bytesPerSecond: number;
  /** LBAs: [from, to). */
  readonly bad: readonly Readonly<Extent<BadValue>>[];
  readonly weak: readonly Readonly<Extent<BadValue>>[];
  readonly slow: readonly SlowBlock[];
  readonly slowZones: readonly SlowZone[];
  /** Read, and the drive says that it had to correct. */
  readonly recovered: readonly Readonly<Extent<DriveStatus>>[];
  readonly disturbed: readonly DisturbedRange[];
  /** What the drive counts itself. */
  readonly smart: SmartAnswers;
  /** With an earlier scan; null: with none. */
  readonly compared: Comparison | null;
  readonly verdict: Verdict;
  readonly rules: readonly RuleOutcome[];
  readonly notes: readonly string[];
}

/** What a scan knows, as it runs or as its map file keeps it: what a result is concluded from. */
export interface Evidence
  extends Pick<
    ScanResult,
    | 'device'
    | 'host'
    | 'trouble'
    | 'mapTrouble'
    | 'started'
    | 'elapsedSeconds'
    | 'mode'
    | 'blocks'
    | 'latencyUs'
    | 'bytesPerSecond'
    | 'slowZones'
    | 'disturbed'
    | 'smart'
    | 'notes'
  > {
  readonly grid: Grid;
  readonly map: Uint8Array;
  readonly findings: Findings;
  /** When it ended; null: it was cut short. */
  readonly finished: Date | null;
  readonly rules: readonly Rule[];
  /** To compare with. */
  readonly baseline: EarlierScan | null;
  /** Of a stored scan, by rule: what it cannot tell any more, where what its baseline said is not kept. */
  readonly ruleValues: ReadonlyMap<string, number>;
}

/** Throws ERR_DEFECT where good, bad and unread sectors are not all there are. */
export function conclude(evidence: Evidence): ScanResult {
  const { grid, map, findings, finished, rules: ruled, notes, baseline, ...rest } = evidence;
  const { ruleValues: _, ...told } = rest;
  const bad = findings.allBad();
  const coverage = prove({ map, grid }, bad);
  const complete = finished !== null && coverage.unread === 0 && told.trouble === null;
  const now = {
    ...told,
    finished: complete ? finished : null,
    range: { firstLba: grid.fromLba, lastLba: grid.toLba - 1 },
    coverage,
    bad,
  };
  const slow = [...findings.slow.values()].sort((a, b) => a.from - b.from);
  const compared =
    baseline === null ? null : compareScans(baseline, { grid, map, result: now, slow });
  const rules = judge(ruled, ruleValues(evidence, coverage, compared));
  return {
    ...now,
    compared,
    weak: findings.allWeak(),
    slow: findings.allSlow(),
    recovered: findings.recovered.items,
    verdict: verdictOf(rules, complete),
    rules,
    notes: [...notes, ...findingNotes(findings)],
  };
}

export function verdictOf(
  rules: readonly Pick<RuleOutcome, 'failed'>[],
  isComplete: boolean,
): Verdict {
  if (rules.some(({ failed }) => failed)) return 'fail';
  return isComplete ? 'pass' : 'incomplete';
}

function ruleValues(
  { findings, blocks, latencyUs, slowZones, bytesPerSecond, ruleValues: kept }: Evidence,
  coverage: Coverage,
  compared: Comparison | null,
): (name: RuleName, rule: string) => number | null {
  const ms = (us: number | undefined) => (us ?? 0) / 1000;
  return (name, rule) => {
    switch (name) {
      case 'new_bad':
      case 'new_slow':
        return compared === null ? (kept.get(rule) ?? null) : comparedValue(name, compared);
      case 'bad':
      case 'unread':
        return coverage[name];
      case 'weak':
        return findings.weak.sectors;
      case '>500ms':
        return [...findings.slow.values()].filter(isSlowAgain).length;
      case 'recovered':
        return findings.recoveredSectors;
      case 'slow_zones':
        return slowZones.length;
      case 'speed':
        return bytesPerSecond === 0 ? null : bytesPerSecond / 1e6;
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

function findingNotes({ slowNotKept, recoveredNotListed, failed }: Findings): string[] {
  const said: string[] = [];
  if (slowNotKept > 0) said.push(`${slowNotKept} more slow blocks are counted, but not listed`);
  if (recoveredNotListed > 0) {
    said.push(`${recoveredNotListed} more sectors that the drive had to correct are not listed`);
  }
  if (failed.length > 0) {
    said.push(
      `${failed.sectors} sectors of failed blocks were not narrowed: they are called bad as a whole`,
    );
  }
  return said;
}
