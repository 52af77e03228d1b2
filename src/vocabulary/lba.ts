// LBAs as arguments: decimal, also as screens group it (`93,492,434`), `0x` hex, a percentage of the disk, or bytes with a unit.

import { usageError } from './errors.ts';
import { parseBytes } from './units.ts';

/** Which end of a range an argument names: a percentage or size is where it begins, or ends before. */
export type RangeEnd = 'from' | 'to';

/** sectors and bytes a sector of the disk → an LBA, which may lie off the disk. */
export type LbaChoice = ((sectors: number, logicalBytes: number) => number) & {
  /** "--to 101%": for messages. */
  readonly typed?: string;
};

const MOST_LBA = Number.MAX_SAFE_INTEGER;

/**
 * Parses `93492434`, `0x5929624`, `25%` or `100GiB`. A percentage or a size names, as `from`, the
 * first sector at it, as `to` the last sector before it: `--to 100%` is the last. Throws ERR_USAGE.
 */
export function parseLbaChoice(name: string, text: string, end: RangeEnd): LbaChoice {
  return Object.assign(parseChoice(name, text, end), { typed: `${name} ${text}` });
}

function parseChoice(name: string, text: string, end: RangeEnd): LbaChoice {
  const number = withoutCommas(text);
  if (/^(\d{1,17}|0x[0-9a-f]{1,14})$/i.test(number)) {
    const lba = Number(number);
    if (lba <= MOST_LBA) return () => lba;
  }
  const percent = /^(\d{1,3})(?:\.(\d{1,12}))?%$/.exec(text);
  if (percent !== null) {
    const fraction = percent[2] ?? '';
    const numerator = BigInt(percent[1]! + fraction);
    const denominator = 100n * 10n ** BigInt(fraction.length);
    return (sectors) => boundary(BigInt(sectors) * numerator, denominator, end);
  }
  const bytes = parseBytes(text);
  if (bytes !== null) {
    return (_, logicalBytes) =>
      boundary(bytes.numerator, bytes.denominator * BigInt(logicalBytes), end);
  }
  throw usageError(
    `${name} ${JSON.stringify(text.slice(0, 80))}: expected an LBA such as 93492434 or 0x5929624, ` +
      'a percentage such as 25%, or bytes with a unit such as 100GiB or 500GB',
  );
}

/** "93,492,434" as screens print it; what is not grouped as they do stays as it is. */
export function withoutCommas(text: string): string {
  return /^\d{1,3}(,\d{3}){1,5}$/.test(text) ? text.replaceAll(',', '') : text;
}

/** The first sector at a point of the disk, or the last one before it. */
function boundary(numerator: bigint, denominator: bigint, end: RangeEnd): number {
  const firstAt = Number((numerator + denominator - 1n) / denominator);
  return end === 'from' ? firstAt : firstAt - 1;
}
