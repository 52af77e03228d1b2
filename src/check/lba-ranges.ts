// LBAs and ranges as arguments of the check: LBA, LBA-LBA, LBA+COUNT.

import type { Device } from '../vocabulary/device.ts';
import { usageError } from '../vocabulary/errors.ts';
import { parseLbaChoice, withoutCommas } from '../vocabulary/lba.ts';
import type { LbaSpan } from '../vocabulary/ranges.ts';
import { parseWhole } from '../vocabulary/units.ts';

/** Of a disk: throws ERR_USAGE where the range does not lie on it. */
export type LbaRangeChoice = (device: Device) => LbaSpan;

const MOST_COUNT = 2 ** 48;

/**
 * Parses `93492434`, `0x5929624`, `100-200` (inclusive), `100+256` (256 sectors). An LBA may be a
 * percentage or a size too, as for `scan`: at the end of a range it names the last sector before it.
 * Throws ERR_USAGE.
 */
export function parseLbaRange(text: string): LbaRangeChoice {
  const [, first, sign, second] = /^([^-+]+)(?:([-+])([^-+]+))?$/.exec(text) ?? [];
  if (first === undefined) throw expected(text);
  const fromOf = parseLbaChoice('LBA', first, 'from');
  const toOf = sign === '-' ? parseLbaChoice('LBA', second!, 'to') : null;
  const count = sign === '+' ? parseCount(text, second!) : 1;
  return ({ path, sectors, logicalBytes }) => {
    const from = fromOf(sectors, logicalBytes);
    const to = toOf === null ? from + count - 1 : toOf(sectors, logicalBytes);
    if (to < from) {
      throw usageError(`${text}: the range ends (LBA ${to}) before it begins (LBA ${from})`);
    }
    const off = [from, to].find((lba) => lba >= sectors);
    if (off === undefined) return { firstLba: from, lastLba: to };
    throw usageError(`${text}: LBA ${off} is not on ${path}: its LBAs are 0 to ${sectors - 1}`);
  };
}

/** What looks like an LBA is no TARGET that was forgotten before it. */
export function isLbaLike(text: string): boolean {
  return /^([\d,]*\d|0x[0-9a-f]+)([-+]([\d,]*\d|0x[0-9a-f]+))?$/i.test(text);
}

function parseCount(text: string, count: string): number {
  const hex = /^0x[0-9a-f]{1,12}$/i.test(count) ? String(Number(count)) : withoutCommas(count);
  return parseWhole(`the count of ${text.slice(0, 80)}`, hex, 1, MOST_COUNT);
}

function expected(text: string) {
  return usageError(
    `${JSON.stringify(text.slice(0, 80))}: expected an LBA such as 93492434 or 0x5929624, a range ` +
      'such as 93492224-93492479, or a count of sectors such as 93492224+256',
  );
}
