// The options that a map file keeps: a scan that goes on has those that are not given anew.

import type { OptionValue } from '../map-file/option-values.ts';
import { usageError } from '../vocabulary/errors.ts';
import { type Labels, labelTexts, parseLabels } from '../vocabulary/host.ts';
import { parseRule, type Rule } from '../vocabulary/rules.ts';
import { cleanText } from '../vocabulary/text.ts';
import { MOST_DEPTH, MOST_JOBS, MOST_TEMPERATURE_C, type ScanOptions } from './options.ts';

/** All but the range and the block size, which are the map's own. */
export type KeptOptions = Omit<ScanOptions, 'from' | 'to' | 'blockSectors'>;

/** Numbers: the least and the most. All but MEASURES are whole. */
const NUMBERS = {
  jobs: [1, MOST_JOBS],
  depth: [1, MOST_DEPTH],
  timeoutSeconds: [0.001, 999_999_999],
  hangSeconds: [0.001, 999_999_999],
  retries: [0, 1_000_000],
  refineLimitSeconds: [0.0, 999_999_999],
  maxBad: [1, 2 ** 32 - 1],
  bytesPerSecond: [1, Number.MAX_SAFE_INTEGER],
  maxTempC: [1, MOST_TEMPERATURE_C],
} as const satisfies Partial<Record<keyof KeptOptions, readonly [number, number]>>;
/** As state.ts keeps it. */
const MOST_TEXT = 240;
const MEASURES: readonly string[] = ['timeoutSeconds', 'hangSeconds', 'refineLimitSeconds'];

export function packOptions(options: ScanOptions): Record<string, OptionValue> {
  const { refine, rules, labels, baseline, smart } = options;
  const packed: Record<string, OptionValue> = {};
  for (const name of Object.keys(NUMBERS) as (keyof typeof NUMBERS)[]) {
    const value = options[name];
    if (value !== undefined) packed[name] = value;
  }
  if (refine !== undefined) packed.refine = refine;
  if (rules !== undefined) packed.rules = rules.map(({ text }) => text);
  if (labels !== undefined) packed.labels = labelTexts(labels);
  if (smart !== undefined) packed.smart = smart;
  // Longer than a map keeps: it is to be named again.
  if (baseline !== undefined && cleanText(baseline, MOST_TEXT) === baseline) {
    packed.baseline = baseline;
  }
  return packed;
}

/** Without those of a later version. Throws ERR_USAGE where a value is none that an option can have. */
export function unpackOptions(packed: Readonly<Record<string, OptionValue>>): KeptOptions {
  const options: { -readonly [K in keyof KeptOptions]: KeptOptions[K] } = {};
  for (const [name, value] of Object.entries(packed)) {
    if (name === 'refine') options.refine = flagOf(name, value);
    else if (name === 'rules') options.rules = rulesOf(value);
    else if (name === 'labels') options.labels = labelsOf(packed);
    else if (name === 'baseline') options.baseline = textOf(name, value);
    else if (name === 'smart') options.smart = smartOf(value);
    else if (isNumberName(name)) options[name] = numberOf(name, value);
  }
  return options;
}

/** Those of a later version: a map that goes on keeps them. */
export function laterOptions(
  packed: Readonly<Record<string, OptionValue>>,
): Readonly<Record<string, OptionValue>> {
  const isKnown = (name: string) =>
    ['refine', 'rules', 'labels', 'baseline', 'smart'].includes(name) || isNumberName(name);
  return Object.fromEntries(Object.entries(packed).filter(([name]) => !isKnown(name)));
}

/** What is given counts. */
export function withGiven(kept: KeptOptions, given: ScanOptions): ScanOptions {
  return { ...kept, ...given };
}

function isNumberName(name: string): name is keyof typeof NUMBERS {
  return Object.hasOwn(NUMBERS, name);
}

function numberOf(name: keyof typeof NUMBERS, value: OptionValue): number {
  const [least, most] = NUMBERS[name];
  const whole = MEASURES.includes(name) || Number.isSafeInteger(value);
  if (typeof value === 'number' && whole && value >= least && value <= most) return value;
  throw usageError(`the map keeps an odd value of ${name}: expected ${least} to ${most}`);
}

function flagOf(name: string, value: OptionValue): boolean {
  if (typeof value === 'boolean') return value;
  throw usageError(`the map keeps an odd value of ${name}: expected true or false`);
}

/** Throws ERR_USAGE where they are none that `--label` takes. */
export function labelsOf({ labels = [] }: Readonly<Record<string, OptionValue>>): Labels {
  if (Array.isArray(labels)) return parseLabels(labels.map(String));
  throw usageError('the map keeps an odd value of labels: expected a list');
}

function textOf(name: string, value: OptionValue): string {
  if (typeof value === 'string' && value !== '') return value;
  throw usageError(`the map keeps an odd value of ${name}: expected text`);
}

function smartOf(value: OptionValue): 'auto' | 'off' {
  if (value === 'auto' || value === 'off') return value;
  throw usageError('the map keeps an odd value of smart: expected auto or off');
}

function rulesOf(value: OptionValue): readonly Rule[] {
  if (Array.isArray(value)) return value.map((text) => parseRule(String(text)));
  throw usageError('the map keeps an odd value of rules: expected a list');
}
