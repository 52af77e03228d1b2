// A verdict and what decided it, in words.

import type { Verdict } from '../engine/result.ts';
import type { ScanSummary } from '../engine/summary.ts';
import { smartWords } from '../vocabulary/smart.ts';
import { cleanText } from '../vocabulary/text.ts';
import { formatCount } from '../vocabulary/units.ts';
import { amount, plural, sectors } from './words.ts';

export const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  pass: 'PASS',
  fail: 'FAIL',
  incomplete: 'INCOMPLETE',
};

/** What ended while nothing was left to read for the first time. */
const UNCONFIRMED = 'what was slow or failed was not all read again';

/** "PASS", "FAIL: 3 bad sectors", …: one line that says it all. */
export function verdictWords(summary: ScanSummary): string {
  const word = VERDICT_WORDS[summary.verdict];
  const said = decidingWords(summary);
  return said === '' ? word : `${word}: ${said}`;
}

/** What decided, and what else is to be known; '': nothing. */
export function decidingWords(summary: ScanSummary): string {
  const { coverage, rules, trouble } = summary;
  const said: string[] = [];
  if (coverage.bad > 0) said.push(badWords(summary));
  for (const { rule, value, failed } of rules) {
    // The words for bad sectors say that one.
    if (failed && rule !== 'bad>0') said.push(ruleWords(rule, value));
  }
  // A disk that fails by something else does so whatever is weak.
  if (summary.verdict !== 'fail') said.push(...weakWords(summary));
  said.push(...smartWords(summary.smart));
  if (trouble !== null) said.push(cleanText(trouble.message));
  if (coverage.unread > 0) said.push(sectors(coverage.unread, 'unread'));
  else if (summary.finished === null && trouble === null) said.push(UNCONFIRMED);
  return said.join('; ');
}

/** What failed alone, apart from what only lies in a block that failed. */
function badWords({ coverage, notNarrowedSectors }: ScanSummary): string {
  const proven = coverage.bad - notNarrowedSectors;
  if (notNarrowedSectors === 0) return sectors(proven, 'bad');
  const assumed = `${formatCount(notNarrowedSectors)} in failed blocks that were not narrowed`;
  return proven === 0
    ? `bad sectors among ${assumed}`
    : `${sectors(proven, 'bad')}, and ${assumed}`;
}

/** Blocks that failed and of which every sector reads; sectors that failed alone, too, and then read. */
function weakWords({ weakBlocks, weakAloneSectors }: ScanSummary): string[] {
  return [
    ...(weakBlocks > 0 ? [plural(weakBlocks, 'weak block')] : []),
    ...(weakAloneSectors > 0 ? [sectors(weakAloneSectors, 'weak')] : []),
  ];
}

function ruleWords(rule: string, value: number): string {
  if (rule === '>500ms>0') return plural(value, 'block', 'slower than 500 ms twice');
  if (rule === 'weak>0') return sectors(value, 'weak');
  if (rule === 'slow_zones>0') return plural(value, 'slow zone');
  if (rule === 'new_bad>0') return sectors(value, 'new bad');
  if (rule === 'new_slow>0') return plural(value, 'place', 'newly slow');
  if (rule.startsWith('speed<')) return `${rule} (${amount(value)} MB/s)`;
  const ms = /^(p\d|max)/.test(rule) ? ' ms' : '';
  return `${rule} (${amount(value)}${ms})`;
}
