// What it means that the sectors read, or do not.

import type { Accusation, Suspect, TroubleKind } from '../../kernel-log/index.ts';
import { rangeOf, rangesWithin } from '../../vocabulary/ranges.ts';
import type { Probed } from '../check.ts';
import type { CheckVerdict } from '../result.ts';
import { lbaList, sectors } from './words.ts';

const MOST_LISTED = 8;

/** Why an error may not come back, by what the log calls it. */
const MAYBE: Readonly<Record<TroubleKind, string>> = {
  medium:
    'The log speaks of the surface. Since then the drive may have put a spare in the place of the sector ' +
    '(smartctl -a: Reallocated_Sector_Ct), or the sector was written anew, or it is weak and reads ' +
    'sometimes: check again in some days, and watch Current_Pending_Sector.',
  'not-found':
    'The log speaks of a sector that the drive did not find: the drive may have put a spare in its place ' +
    'since, or it is weak, or the request was for a place behind the end of the disk.',
  cable:
    'The log speaks of data lost between disk and host (interface CRC): that is a cable, a plug or a ' +
    'controller, and no sector. smartctl -a counts it as UDMA_CRC_Error_Count; change the cable.',
  timeout:
    'The log speaks of time that ran out: a drive that tried for long, power, a cable or a controller. ' +
    'A whole scan shows whether some places are slow.',
  aborted:
    'The log speaks of commands that the drive or the controller broke off: that may be a cable, power or ' +
    'firmware as well as the surface.',
  corrected:
    'The log speaks of errors that were corrected: those reads brought the data after all. A sector that ' +
    'needs it often is on its way to become bad.',
  gone: 'The log speaks of a disk that left: power, a cable or a controller, and no sector.',
  other:
    'The log does not say why it failed. Since then the drive may have put a spare in the place of the ' +
    'sector (smartctl -a: Reallocated_Sector_Ct), or it was written anew, or it is weak and reads ' +
    'sometimes, or it was a cable or power.',
};

const ASKED =
  'All that was asked about reads, and one request before and after it. If it failed once: since then the ' +
  'drive may have put a spare in the place of the sector (smartctl -a: Reallocated_Sector_Ct), or it was ' +
  'written anew, or it is weak and reads sometimes, or it was a cable or power.';

const WRITE =
  'The log has writes that failed. What reads now need not take a write: only the drive’s own counters ' +
  '(smartctl -a) tell more.';

export function meaningSentences(
  verdict: CheckVerdict,
  suspects: readonly Suspect[],
  probed: Probed,
): string[] {
  const accusations = suspects.flatMap(({ sources }) => {
    return sources.map(({ accusation }) => accusation);
  });
  const beside = besideWords(suspects, probed);
  const sentences: string[] = [];
  if (verdict === 'good' && accusations.length > 0) {
    sentences.push(
      'The error did not come back: all sectors that the log leads to read, and one request before and ' +
        'after them.',
      ...kindsOf(accusations).map((kind) => MAYBE[kind]),
      ...readOnWords(accusations, probed),
    );
  }
  if (verdict === 'good' && accusations.length === 0) sentences.push(ASKED);
  if (verdict === 'weak') {
    sentences.push(
      'What failed read when it was tried again: the drive had to try, and may fail next time. ' +
        'Weak sectors become bad ones.',
    );
  }
  if (beside !== null) sentences.push(beside);
  const isCable = kindsOf(accusations).includes('cable');
  if (verdict === 'bad' && isCable) sentences.push(MAYBE.cable);
  const isRead = verdict === 'good' || verdict === 'weak';
  if (isRead && accusations.some(({ operation }) => operation === 'write')) sentences.push(WRITE);
  if (probed.unread.length > 0) {
    sentences.push(
      `Not read, and so neither good nor bad: ${lbaList(probed.unread, MOST_LISTED)}.`,
    );
  }
  return sentences;
}

function readOnWords(accusations: readonly Accusation[], probed: Probed): string[] {
  if (!accusations.some(({ names }) => names === 'start')) return [];
  const longest = sectors(probed.longestRequestSectors);
  return [
    `Where the log names only the start of a request, it was read on: ${longest}, as long as a request to ` +
      'this disk can get.',
  ];
}

/** What nobody accuses, and is bad all the same. */
function besideWords(
  suspects: readonly Suspect[],
  { bad, longestRequestSectors }: Probed,
): string | null {
  const starts = suspects.flatMap(({ sources }) =>
    sources.filter(({ names }) => names === 'start').map(({ firstLba }) => firstLba),
  );
  const accused = [
    ...suspects.map(rangeOf),
    ...starts.map((from) => ({ from, to: from + longestRequestSectors })),
  ];
  const beside = bad.filter((range) => rangesWithin(accused, range).length === 0);
  if (beside.length === 0) return null;
  return `Bad, too, in the requests beside what was asked about: ${lbaList(beside, MOST_LISTED)}.`;
}

/** Each once, the most telling first. */
function kindsOf(accusations: readonly Accusation[]): TroubleKind[] {
  const kinds = new Set(accusations.map(({ trouble }) => trouble?.kind ?? 'other'));
  // GEOM says "error 5" of what the driver below says better.
  if (kinds.size > 1) kinds.delete('other');
  return (Object.keys(MAYBE) as TroubleKind[]).filter((kind) => kinds.has(kind));
}
