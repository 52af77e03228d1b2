// Mails and forums wrap lines at 72 to 80 columns: the rest of a record stands in the next line, without
// a time or a name before it.

import type { LogLine } from './family.ts';
import { hexBytes } from './numbers.ts';
import { withoutPrefix } from './prefix.ts';
import { cdbLength } from './scsi-commands.ts';

const SHORTEST = 50;
const LONGEST = 84;
/** A line is wrapped where its next word would have passed this column. */
const WRAP_COLUMN = 66;
const MOST_PARTS = 8;

const QUOTE = /^(?:> ?){1,8}/;
/** A word or a sign before its number, or half of what a number needs. */
const UNFINISHED = new RegExp(
  [
    String.raw`(?:[,=@]|CDB:|command:|LBAsect|sense key|\{(?: \w+)?)$`,
    '(?: |^)(?:dev|device|on|at|sectors?|LBA|logical|block|physical|daddr|len|nr)$',
    '(?: |^)(?:I/O|critical|medium|Buffer|i/o error)$',
    String.raw`(?: |^)(?:Add\.|Emask(?: 0x[\da-f]+)?|\(media|\(sct|\(\d+|metadata I/O error in "[^"]*")$`,
    String.raw`(?: |^)(?:dev [\w!.:/-]+|logical(?: block)? \d+|daddr 0x[\da-f]+|LBA = 0x[\da-f]+|LBA \d+, \d+)$`,
    String.raw`(?: |^)(?:blocks, [A-Z][\w ]*|(?:Read|Write|Verify) ?\(\d+\):?)$`,
    String.raw`(?: |^)(?:(?:sqid|cid|nsid|lba):\d+|(?:pool|vdev|type|offset|size)=\S+|vdev=\S+ error=\d+)$`,
    'Completed: [a-z /]{1,30} failure(?: +[0-9]{1,3}%(?: +[0-9]{1,10})?)?$',
  ].join('|'),
);
const HEX_RUN = /\b(CDB|ACB|RES|command)\b[^[\]]{0,40}?[: ]((?:[\da-f]{2} ?)+)$/;
const HEX_LENGTHS = { ACB: 12, RES: 11 } as const;

/** Columns that the end of a record needs are looked at, no more. */
const END_COLUMNS = 160;

function isUnfinished(text: string): boolean {
  const end = text.slice(-END_COLUMNS).trimEnd();
  return UNFINISHED.test(end) || hexIsUnfinished(end);
}

function hexIsUnfinished(end: string): boolean {
  const [, kind, digits] = HEX_RUN.exec(end) ?? [];
  if (digits === undefined) return false;
  const bytes = hexBytes(digits);
  const length = kind === 'ACB' || kind === 'RES' ? HEX_LENGTHS[kind] : (cdbLength(bytes[0]!) ?? 0);
  return bytes.length < length;
}

/** What begins a record, a row or a value of its own. */
const HEAD =
  /^(?:["{}[\]#<(]|(?:res|cmd|zio|BTRFS|XFS|SCSI|Current|Info|Additional|Buffer|Descriptor) |[\w!./-]{1,40}: |[a-z]{2,4} \d{1,4}:\d|[\w!./+-]{1,60}\[[A-Z])/;

export interface HeldLine extends LogLine {
  /** Families whose keywords it holds, as bits. */
  families: number;
  parts: number;
  lastNumber: number;
  /** Columns of its last part. */
  columns: number;
}

/** RFC 2045, 6.7: a mail's line is 76 columns at most, and breaks anywhere, in a number too. */
const SOFT_BREAK_COLUMNS = [60, 76] as const;

function isSoftlyBroken({ text, columns }: HeldLine): boolean {
  const [least, most] = SOFT_BREAK_COLUMNS;
  return text.endsWith('=') && columns >= least && columns <= most;
}

/** What was held, if nothing follows: a number at such a break is half of one. */
export function released(held: HeldLine): HeldLine {
  return isSoftlyBroken(held) ? { ...held, text: `${held.text.slice(0, -1)}\ufffd` } : held;
}

/** Whether the line's end may stand in the next; `columns`: its length as it came. */
export function mayBeWrapped(columns: number): boolean {
  return columns >= SHORTEST && columns <= LONGEST;
}

/** Both together, where `line` continues `held`; null: it does not. */
export function continuation(held: HeldLine, line: LogLine): string | null {
  if (line.number !== held.lastNumber + 1 || held.parts >= MOST_PARTS) return null;
  if (isSoftlyBroken(held)) return held.text.slice(0, -1) + line.text;
  if (!mayBeWrapped(held.columns) || !isUnfinished(held.text)) return null;
  const body = line.text.replace(QUOTE, '').trim();
  if (body === '' || HEAD.test(body) || withoutPrefix(body) !== body) return null;
  const [word] = body.split(' ', 1);
  const isWrapped = held.columns + 1 + word!.length > WRAP_COLUMN;
  return isWrapped ? `${held.text.trimEnd()} ${body}` : null;
}
