// The options of `scan`, from what was typed to what the engine takes. Throws ERR_USAGE.

import {
  parseLbaChoice,
  parseRule,
  parseSeconds,
  parseWhole,
  type ScanOptions,
  usageError,
} from '../index.ts';

/** As commander hands them over: text. */
export interface TypedScanOptions {
  readonly from?: string;
  readonly to?: string;
  readonly block?: string;
  readonly jobs?: string;
  readonly timeout?: string;
  readonly retries?: string;
  readonly refine?: boolean;
  readonly refineLimit?: string;
  readonly maxBad?: string;
  readonly failOn?: readonly string[];
  readonly sectorSize?: string;
  readonly tui?: boolean;
  readonly json?: string;
}

export interface CliScanOptions {
  readonly scan: ScanOptions;
  /** Bytes, of image files. */
  readonly sectorSize: number;
  /** undefined: where there is a terminal. */
  readonly tui: boolean | undefined;
  /** A file, `-` for standard output, null for none. */
  readonly json: string | null;
}

const MOST_SECONDS = 999_999_999;
const MOST_RETRIES = 1_000_000;
const SMALLEST_SECTOR = 512;
const LARGEST_SECTOR = 65_536;

export function scanOptions(typed: TypedScanOptions): CliScanOptions {
  const { from, to, block, jobs, maxBad, failOn } = typed;
  if (typed.json === '') throw usageError('--json: expected a file name, or - for standard output');
  return {
    scan: {
      ...(from === undefined ? {} : { from: parseLbaChoice('--from', from, 'from') }),
      ...(to === undefined ? {} : { to: parseLbaChoice('--to', to, 'to') }),
      ...(block === undefined
        ? {}
        : { blockSectors: parseWhole('--block', block, 1, (16 * 2 ** 20) / SMALLEST_SECTOR) }),
      ...(jobs === undefined ? {} : { jobs: parseWhole('--jobs', jobs, 1, 64) }),
      timeoutSeconds: parseSeconds('--timeout', typed.timeout ?? '30', 0.001, MOST_SECONDS),
      retries: parseWhole('--retries', typed.retries ?? '0', 0, MOST_RETRIES),
      refine: typed.refine ?? true,
      refineLimitSeconds: parseSeconds(
        '--refine-limit',
        typed.refineLimit ?? '3600',
        0,
        MOST_SECONDS,
      ),
      ...(maxBad === undefined ? {} : { maxBad: parseWhole('--max-bad', maxBad, 1, 2 ** 32 - 1) }),
      ...(failOn === undefined ? {} : { rules: failOn.map(parseRule) }),
    },
    sectorSize: parseSectorSize(typed.sectorSize ?? '512'),
    tui: typed.tui,
    json: typed.json ?? null,
  };
}

function parseSectorSize(text: string): number {
  const bytes = parseWhole('--sector-size', text, SMALLEST_SECTOR, LARGEST_SECTOR);
  if (Number.isInteger(Math.log2(bytes))) return bytes;
  throw usageError(`--sector-size ${bytes}: expected a power of two from 512 to 65536`);
}
