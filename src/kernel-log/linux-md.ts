// Linux's software RAID: drivers/md/raid1.c, raid10.c, raid5.c.

import type { Blame } from './accusation.ts';
import type { LogContext } from './context.ts';
import type { Family, LogLine } from './family.ts';
import { wholeNumber } from './numbers.ts';

/** A sector of the array: where it lies on the member depends on the member's data offset. */
const RESCHEDULING =
  /md\/raid\d{0,2}:(md[\w-]{1,31}): ([\w!/-]{1,32}): rescheduling sector (\d{1,20})(?![\w[\ufffd]|[.:<+%/-]\w)/;
/** A 512-byte unit of the member, data offset included. */
const CORRECTED = /read error (corrected) \((\d{1,10}) sectors at (\d{1,20}) on ([\w!/-]{1,32})\)/;
const NOT_CORRECTED =
  /read error (not correctable|NOT corrected!!) \(sector (\d{1,20}) on ([\w!/-]{1,32})\)/;

export class LinuxMd implements Family {
  readonly keywords = ['rescheduling sector ', 'read error '];

  constructor(private readonly context: LogContext) {}

  read({ number, text }: LogLine): boolean {
    const said = rescheduling(text) ?? corrected(text) ?? notCorrected(text);
    if (said === null) return false;
    const format = 'linux-md';
    const operation = 'read';
    return this.context.ledger.accuse({
      line: number,
      text,
      format,
      operation,
      request: null,
      ...said,
    });
  }
}

type Said = Pick<Blame, 'device' | 'member' | 'position' | 'names' | 'trouble'>;

function rescheduling(text: string): Said | null {
  const [, array, member, sector] = RESCHEDULING.exec(text) ?? [];
  const from = wholeNumber(sector);
  if (from === null) return null;
  return {
    device: array!,
    member: member!,
    position: { unit: 'sector512', from, length: null },
    names: 'start',
    trouble: { kind: 'other', words: 'rescheduling' },
  };
}

function corrected(text: string): Said | null {
  const [, words, count, sector, device] = CORRECTED.exec(text) ?? [];
  const [from, length] = [wholeNumber(sector), wholeNumber(count)];
  if (from === null || !length) return null;
  return {
    device: device!,
    member: null,
    position: { unit: 'sector512', from, length },
    names: 'request',
    trouble: { kind: 'corrected', words: words! },
  };
}

function notCorrected(text: string): Said | null {
  const [, words, sector, device] = NOT_CORRECTED.exec(text) ?? [];
  const from = wholeNumber(sector);
  if (from === null) return null;
  return {
    device: device!,
    member: null,
    position: { unit: 'sector512', from, length: null },
    names: 'start',
    trouble: { kind: 'other', words: words! },
  };
}
