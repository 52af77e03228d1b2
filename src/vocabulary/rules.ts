// Rules that decide whether a disk is fit: `NAME>N`, and `speed<N`. The last `>` divides, as `>500ms>0` is
// one.

import { CLASS_NAMES, ERROR_CODES } from './classes.ts';
import { usageError } from './errors.ts';

export const PERCENTILES = ['p50', 'p90', 'p99', 'p99.9', 'p99.99'] as const;
export const RULE_NAMES = [
  'bad',
  'weak',
  'unread',
  ...CLASS_NAMES,
  ...ERROR_CODES,
  ...PERCENTILES,
  'max',
  'slow_zones',
  'recovered',
  'new_bad',
  'new_slow',
] as const;
/** Of the pass, in MB/s: what fails below its limit. */
export const LOW_RULE_NAMES = ['speed'] as const;
export type RuleName = (typeof RULE_NAMES)[number] | (typeof LOW_RULE_NAMES)[number];

export interface Rule {
  readonly text: string;
  readonly name: RuleName;
  /** Sectors, blocks, zones, milliseconds or MB/s: the rule fails above it, `speed` below. */
  readonly limit: number;
}

export interface RuleOutcome {
  readonly rule: string;
  readonly value: number;
  readonly failed: boolean;
}

/** `isFastDisk`: it is of a kind, and read in blocks, that make a slow zone a defect. */
export function defaultRules(isFastDisk: boolean): readonly Rule[] {
  return ['bad>0', '>500ms>0', ...(isFastDisk ? ['slow_zones>0'] : [])].map(parseRule);
}

/** Throws ERR_USAGE that says which names there are. */
export function parseRule(text: string): Rule {
  const low = LOW_RULE_NAMES.find((known) => text.startsWith(`${known}<`));
  const at = low?.length ?? text.lastIndexOf('>');
  const name = low ?? RULE_NAMES.find((known) => known === text.slice(0, at));
  const number = text.slice(at + 1);
  if (name !== undefined && /^\d{1,15}(\.\d{1,9})?$/.test(number)) {
    return { text, name, limit: Number(number) };
  }
  throw usageError(
    `--fail-on ${JSON.stringify(text.slice(0, 80))}: expected NAME>N, such as bad>0 or p99>50, ` +
      `where NAME is one of ${RULE_NAMES.join(' ')} and N a number from 0, or speed<N in MB/s`,
  );
}

/** `measure`: null where nothing was measured, which fails no rule. */
export function judge(
  rules: readonly Rule[],
  measure: (name: RuleName, rule: string) => number | null,
): RuleOutcome[] {
  return rules.map(({ text, name, limit }) => {
    const value = measure(name, text);
    const isLow = LOW_RULE_NAMES.some((low) => low === name);
    const failed = value !== null && (isLow ? value < limit : value > limit);
    return { rule: text, value: value ?? 0, failed };
  });
}
