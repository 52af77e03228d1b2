// A scan in one line of at most 80 columns: verdict, serial, what decided, age.

import type { ScanSummary } from '../engine/summary.ts';
import { ageSeconds, ageWords, diskName, fitted, plainText } from './plain-text.ts';
import { decidingWords, VERDICT_WORDS } from './verdict-words.ts';

const MOST_COLUMNS = 80;
/** A SCSI serial number may be longer than the 20 characters of ATA and NVMe: what decided has room. */
const MOST_NAME = 24;

export function scanLine(summary: ScanSummary, now: Date): string {
  const begun = summary.finished === null ? 'begun ' : '';
  const age = `${begun}${ageWords(ageSeconds(summary, now))} ago`;
  const head = `${VERDICT_WORDS[summary.verdict]}  ${fitted(diskName(summary.device), MOST_NAME)}`;
  const said = plainText(decidingWords(summary));
  if (said === '') return `${head}  ${age}`;
  return `${head}  ${fitted(said, MOST_COLUMNS - head.length - age.length - 4)}  ${age}`;
}
