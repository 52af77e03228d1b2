// From what was read, and what the log said, to the result: whose the sectors are, and the sentences.

import type { Suspect } from '../kernel-log/index.ts';
import { locate } from '../layout/locate.ts';
import type { Location } from '../layout/location.ts';
import type { Device, InspectedTarget } from '../vocabulary/device.ts';
import { rangeOf } from '../vocabulary/ranges.ts';
import type { Probed } from './check.ts';
import { logSentences } from './explain/log.ts';
import { meaningSentences } from './explain/meaning.ts';
import { nextSentences } from './explain/next.ts';
import { numberSentences } from './explain/numbers.ts';
import { whereSentences } from './explain/where.ts';
import { lbaList } from './explain/words.ts';
import type { LogAccusations } from './log-accusations.ts';
import { type Chapter, type CheckResult, verdictOf } from './result.ts';

/** File systems' blocks are this long mostly: of a long run one LBA in so many bytes is asked for, and the
 * last. Nothing says where blocks begin: of a short run each LBA is, for a block may be as small. */
const STEP_BYTES = 4096;
const SHORT_RUN = 32;
const LBAS_AN_EXTENT = 32;
const LBAS_LIMIT = 256;
const MOST_TYPED = 8;
const CUT =
  'Only the first places of each run, and of the first runs, were looked up: what lies further on may be ' +
  'of other files.';
const SAMPLED =
  'Of long runs one place in each 4 KiB was looked up: a smaller file between two of them is not named.';

/** Whose the bad and weak sectors are, a bounded number of them. Does not reject. `signal`: ends it at
 * once, and the programs that were asked. */
export function locateFound(
  target: InspectedTarget,
  probed: Probed,
  signal?: AbortSignal,
): Promise<Location[]> {
  const { device, address } = target;
  const { lbas } = placesOf(device, probed);
  return locate(lbas, { ...device, address }, signal ? { signal } : {});
}

interface Places {
  readonly lbas: readonly number[];
  /** There are more than are looked up. */
  readonly isCut: boolean;
  readonly isSampled: boolean;
}

/** LBAs of each bad extent, and of weak ones that are narrowed. */
function placesOf({ logicalBytes }: Device, { bad, weak }: Probed): Places {
  const longStep = Math.max(1, STEP_BYTES / logicalBytes);
  const lbas: number[] = [];
  let isCut = false;
  let isSampled = false;
  for (const { from, to } of [...bad, ...weak.filter(({ value }) => value.exact)]) {
    if (lbas.length >= LBAS_LIMIT) {
      isCut = true;
      break;
    }
    const step = to - from <= SHORT_RUN ? 1 : longStep;
    const end = Math.min(to, from + LBAS_AN_EXTENT * step);
    for (let lba = from; lba < end; lba += step) lbas.push(lba);
    if (end === to && lbas.at(-1) !== to - 1) lbas.push(to - 1);
    isCut ||= end < to;
    isSampled ||= step > 1;
  }
  isCut ||= lbas.length > LBAS_LIMIT;
  return { lbas: lbas.slice(0, LBAS_LIMIT).sort((a, b) => a - b), isCut, isSampled };
}

/** What was left out of them. */
function leftOut({ isCut, isSampled }: Places): string[] {
  return [...(isCut ? [CUT] : []), ...(isSampled ? [SAMPLED] : [])];
}

export interface Findings {
  readonly device: Device;
  readonly suspects: readonly Suspect[];
  /** null: there was no log. */
  readonly accused: LogAccusations | null;
  readonly probed: Probed;
  readonly where: readonly Location[];
}

export function concludeCheck({ device, suspects, accused, probed, where }: Findings): CheckResult {
  const verdict = verdictOf(probed);
  const chapters: Chapter[] = [
    {
      title: 'What the log says',
      sentences:
        accused === null
          ? []
          : [
              ...unaccusedSentences(suspects),
              ...logSentences(accused, device.path),
              ...numberSentences(accused, probed),
            ],
    },
    {
      title: 'Where it lies',
      sentences:
        device.kind === 'sim' || where.length === 0
          ? []
          : [...whereSentences(where), ...leftOut(placesOf(device, probed))],
    },
    { title: 'What it means', sentences: meaningSentences(verdict, suspects, probed) },
    { title: 'What to do', sentences: nextSentences(verdict, device, where) },
    { title: 'Notes', sentences: probed.notes },
  ];
  const trouble = probed.trouble;
  return { device, suspects, probed, where, explanation: filled(chapters), verdict, trouble };
}

/** LBAs that were typed beside a log that does not know of them: what was read was no test of its lines. */
function unaccusedSentences(suspects: readonly Suspect[]): string[] {
  const typed = suspects.filter(({ sources }) => sources.length === 0);
  if (typed.length === 0) return [];
  return [
    `The log accuses nothing of ${lbaList(typed.map(rangeOf), MOST_TYPED)}, which was typed.`,
  ];
}

/** Nothing was read: there is no target (`device` null), or the log accuses it of nothing. */
export function concludeUnread(device: Device | null, accused: LogAccusations): CheckResult {
  const { suspects, log } = accused;
  const isMute = suspects.length === 0 && log.failing.count > 0;
  const nothing =
    suspects.length > 0 || isMute || log.linesCut > 0
      ? []
      : log.accusations.length === 0
        ? ['The log accuses nothing: no line of it names a sector.']
        : [`The log accuses nothing that lies on ${device?.path ?? 'a disk'}.`];
  const partition = suspects.some(({ sources }) =>
    sources.some(({ accusation }) => accusation.position.unit === 'byte'),
  )
    ? [
        'Offsets count from the beginning of the device that is named. Where a slice, a partition or a ' +
          'label begins on its disk, the disk’s tables tell: name the disk, and it is added.',
      ]
    : [];
  const chapters: Chapter[] = [
    {
      title: 'What the log says',
      sentences: [
        ...nothing,
        ...logSentences(accused, device?.path ?? null),
        ...numberSentences(accused, null),
        ...partition,
      ],
    },
    {
      title: 'What to do',
      sentences:
        device === null && suspects.length > 0
          ? ['Name the disk, and it is read: surfscan check DISK --log FILE.']
          : [],
    },
  ];
  const rest = { probed: null, where: [], trouble: null, ...(isMute ? { isMute } : {}) };
  return { device, suspects, ...rest, explanation: filled(chapters), verdict: 'explained' };
}

/** Its user stopped it before the log was read to its end. */
export function concludeStopped(device: Device | null): CheckResult {
  const sentence = 'It was stopped while it read the log: nothing was checked.';
  const explanation = [{ title: 'What it means', sentences: [sentence] }];
  const rest = { suspects: [], probed: null, where: [], trouble: null };
  return { device, ...rest, explanation, verdict: 'incomplete' };
}

function filled(chapters: readonly Chapter[]): Chapter[] {
  return chapters.filter(({ sentences }) => sentences.length > 0);
}
