// What a scan came to, in numbers, as it ended: so that it is told without the map's bytes. Part of the
// state, and only of a map whose scan has ended.

import { CLASS_NAMES, ERROR_CODES } from '../vocabulary/classes.ts';
import { usageError } from '../vocabulary/errors.ts';
import { cleanText } from '../vocabulary/text.ts';
import type { Fields } from './fields.ts';

export interface MapOutcome {
  /** As the state's: what was written before a program of an older version went on counts no more. */
  readonly runs: number;
  /** Sectors. */
  readonly good: number;
  readonly bad: number;
  readonly unread: number;
  readonly notNarrowedSectors: number;
  readonly weakSectors: number;
  readonly weakBlocks: number;
  readonly weakAloneSectors: number;
  readonly slowBlocks: number;
  readonly slowZones: number;
  /** Blocks of each class, of each error, and unread ones. */
  readonly blocks: readonly number[];
  /** Microseconds: min, mean, p50, p90, p99, p99.9, p99.99, max; null: nothing read. */
  readonly latencyUs: readonly number[] | null;
  readonly rules: readonly (readonly [rule: string, value: number, failed: boolean])[];
}

export const OUTCOME_BLOCKS = CLASS_NAMES.length + ERROR_CODES.length + 1;
export const OUTCOME_LATENCIES = 8;
const MOST_RULES = 64;
const MOST_RULE = 80;

/** Throws ERR_USAGE that names the field that is wrong. */
export function decodeOutcome(fields: Fields | null): MapOutcome | null {
  if (fields === null) return null;
  return {
    runs: fields.whole('runs'),
    good: fields.whole('good'),
    bad: fields.whole('bad'),
    unread: fields.whole('unread'),
    notNarrowedSectors: fields.whole('notNarrowedSectors'),
    weakSectors: fields.whole('weakSectors'),
    weakBlocks: fields.whole('weakBlocks'),
    weakAloneSectors: fields.whole('weakAloneSectors'),
    slowBlocks: fields.whole('slowBlocks'),
    slowZones: fields.whole('slowZones'),
    blocks: numbers(fields.list('blocks', OUTCOME_BLOCKS), OUTCOME_BLOCKS, 'blocks'),
    latencyUs: latencies(fields.optionalList('latencyUs', OUTCOME_LATENCIES)),
    rules: fields.list('rules', MOST_RULES).map(ruleOf),
  };
}

function latencies(list: readonly unknown[] | null): readonly number[] | null {
  return list === null ? null : numbers(list, OUTCOME_LATENCIES, 'latencyUs');
}

function numbers(list: readonly unknown[], count: number, name: string): number[] {
  const isRight = (value: unknown) => Number.isFinite(value) && Number(value) >= 0;
  if (list.length === count && list.every(isRight)) return list as number[];
  throw usageError(`state.outcome.${name}: expected ${count} numbers from 0`);
}

function ruleOf(entry: unknown): MapOutcome['rules'][number] {
  const [rule, value, failed, ...more] = Array.isArray(entry) ? entry : [];
  const isRight = typeof rule === 'string' && cleanText(rule, MOST_RULE) === rule;
  if (isRight && Number.isFinite(value) && typeof failed === 'boolean' && more.length === 0) {
    return [rule, value, failed];
  }
  throw usageError('state.outcome.rules: expected [rule, value, whether it failed]');
}
