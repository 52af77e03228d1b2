// Rules that decide whether a disk is fit: `NAME>N`. The last `>` divides, as `>500ms>0` is one.

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
] as const;
export type RuleName = (typeof RULE_NAMES)[number];

export interface Rule {
  readonly text: string;
  readonly name: RuleName;
  /** Sectors, blocks or milliseconds: the rule fails above it. */
  readonly limit: number;
}

export interface RuleOutcome {
  readonly rule: string;
  readonly value: number;
  readonly failed: boolean;
}

export const DEFAULT_RULES: readonly Rule[] = ['bad>0', '>500ms>0'].map(parseRule);

/** Throws ERR_USAGE that says which names there are. */
export function parseRule(text: string): Rule {
  const at = text.lastIndexOf('>');
  const name = RULE_NAMES.find((known) => known === text.slice(0, at));
  const number = text.slice(at + 1);
  if (name !== undefined && /^\d{1,15}(\.\d{1,9})?$/.test(number)) {
    return { text, name, limit: Number(number) };
  }
  throw usageError(
    `--fail-on ${JSON.stringify(text.slice(0, 80))}: expected NAME>N, such as bad>0 or p99>50, ` +
      `where NAME is one of ${RULE_NAMES.join(' ')} and N a number from 0`,
  );
}

export function judge(rules: readonly Rule[], measure: (name: RuleName) => number): RuleOutcome[] {
  return rules.map(({ text, name, limit }) => {
    const value = measure(name);
    return { rule: text, value, failed: value > limit };
  });
}
