// The options of `scan`, from what was typed to what the engine takes. Throws ERR_USAGE.

import { resolve } from 'node:path';
import {
  cleanText,
  parseByteCount,
  parseRate,
  parseSeconds,
  parseWhole,
  usageError,
} from '../api/common.ts';
import {
  ALL_AT_ONCE,
  type AtOnce,
  type MapRequest,
  MOST_TEMPERATURE_C,
  parseLabels,
  parseLbaChoice,
  parseMethod,
  parseRule,
  type ScanOptions,
  type SizedMap,
} from '../api/scan.ts';
import { bothWantIt } from './event-output.ts';
import { sayMapSizes } from './map-words.ts';

/** As commander hands them over: text. */
export interface TypedScanOptions {
  readonly from?: string;
  readonly to?: string;
  readonly block?: string;
  readonly jobs?: string;
  readonly depth?: string;
  readonly timeout?: string;
  readonly hang?: string;
  readonly retries?: string;
  readonly refine?: boolean;
  readonly refineLimit?: string;
  readonly maxBad?: string;
  readonly rate?: string;
  readonly method?: string;
  readonly failOn?: readonly string[];
  readonly label?: readonly string[];
  readonly baseline?: string;
  readonly smart?: string;
  readonly maxTemp?: string;
  readonly allUnused?: boolean;
  readonly atOnce?: string;
  readonly perController?: string;
  readonly sectorSize?: string;
  readonly map?: string;
  readonly mapOptional?: boolean;
  readonly resume?: boolean;
  readonly tui?: boolean;
  readonly quiet?: boolean;
  readonly json?: string;
  readonly events?: string;
}

export interface CliScanOptions {
  readonly scan: ScanOptions;
  /** Instead of targets: every disk that nobody uses. */
  readonly allUnused: boolean;
  /** Disks that are scanned side by side, at most. */
  readonly atOnce: AtOnce;
  /** Bytes, of image files; undefined: 512, or as the map has it. */
  readonly sectorSize: number | undefined;
  /** null: no map is kept. */
  readonly map: MapRequest | null;
  /** undefined: where there is a terminal. */
  readonly tui: boolean | undefined;
  /** A file, `-` for standard output, null for none. */
  readonly json: string | null;
  /** The same, of events. */
  readonly events: string | null;
  /** No lines of progress. */
  readonly quiet: boolean;
}

const MOST_SECONDS = 999_999_999;
const MOST_RETRIES = 1_000_000;
const SMALLEST_SECTOR = 512;
const MOST_AT_ONCE = 1_000_000;
const LARGEST_SECTOR = 65_536;

/** Options that are not given are left out: a map may know them. */
export function scanOptions(typed: TypedScanOptions): CliScanOptions {
  const { sectorSize, json, events, map, resume, quiet = false } = typed;
  if (json === '') throw usageError('--json: expected a file name, or - for standard output');
  if (events === '') throw usageError('--events: expected a file name, or - for standard output');
  if (events === '-' && json === '-') throw bothWantIt();
  if (quiet && typed.tui === true) throw usageError('--tui and --quiet: expected one of them');
  if (map === '' || map === '-')
    throw usageError('--map: expected a file name, or a directory for several targets');
  if (resume === true && map === undefined) {
    throw usageError('--resume goes on with a map: name it with --map FILE');
  }
  if (typed.mapOptional === true && map === undefined) {
    throw usageError(
      '--map-optional scans without a map that has no room: name it with --map FILE',
    );
  }
  return {
    scan: {
      ...given('from', typed.from, (text) => parseLbaChoice('--from', text, 'from')),
      ...given('to', typed.to, (text) => parseLbaChoice('--to', text, 'to')),
      ...whole('blockSectors', '--block', typed.block, 1, (16 * 2 ** 20) / SMALLEST_SECTOR),
      ...whole('jobs', '--jobs', typed.jobs, 1, 64),
      ...whole('depth', '--depth', typed.depth, 1, 256),
      ...seconds('timeoutSeconds', '--timeout', typed.timeout, 0.001),
      ...seconds('hangSeconds', '--hang', typed.hang, 0.001),
      ...whole('retries', '--retries', typed.retries, 0, MOST_RETRIES),
      ...(typed.refine === undefined ? {} : { refine: typed.refine }),
      ...seconds('refineLimitSeconds', '--refine-limit', typed.refineLimit, 0),
      ...whole('maxBad', '--max-bad', typed.maxBad, 1, 2 ** 32 - 1),
      ...given('bytesPerSecond', typed.rate, (text) => parseRate('--rate', text)),
      ...given('method', typed.method, parseMethod),
      ...given('labels', typed.label, parseLabels),
      ...given('baseline', typed.baseline, baselineOf),
      ...given('smart', typed.smart, smartOf),
      ...whole('maxTempC', '--max-temp', typed.maxTemp, 1, MOST_TEMPERATURE_C),
      ...given('rules', typed.failOn, (texts) => texts.map(parseRule)),
    },
    allUnused: typed.allUnused ?? false,
    atOnce: {
      ...ALL_AT_ONCE,
      ...whole('all', '--at-once', typed.atOnce, 1, MOST_AT_ONCE),
      ...whole('perController', '--per-controller', typed.perController, 1, MOST_AT_ONCE),
    },
    sectorSize: sectorSize === undefined ? undefined : parseSectorSize(sectorSize),
    map: map === undefined ? null : mapRequest(map, typed),
    tui: quiet ? false : typed.tui,
    json: json ?? null,
    events: events ?? null,
    quiet,
  };
}

function mapRequest(path: string, { resume = false, mapOptional }: TypedScanOptions): MapRequest {
  const optional = mapOptional ?? false;
  const sized = (maps: readonly SizedMap[]) => sayMapSizes(maps, resume);
  return { path, resume, optional, began: new Date(), sized };
}

function baselineOf(path: string): string {
  if (path === '') throw usageError("--baseline: expected an earlier scan's map");
  // A map keeps it: it may be gone on with from another directory.
  return resolve(path);
}

function smartOf(typed: string): 'auto' | 'off' {
  if (typed === 'auto' || typed === 'off') return typed;
  throw usageError(`--smart ${cleanText(typed, 40)}: expected auto or off`);
}

function given<K extends string, T, V>(key: K, text: T | undefined, parse: (text: T) => V) {
  return (text === undefined ? {} : { [key]: parse(text) }) as { [key in K]?: V };
}

function whole<K extends string>(
  key: K,
  name: string,
  text: string | undefined,
  least: number,
  most: number,
) {
  return given(key, text, (typed) => parseWhole(name, typed, least, most));
}

function seconds<K extends string>(key: K, name: string, text: string | undefined, least: number) {
  return given(key, text, (typed) => parseSeconds(name, typed, least, MOST_SECONDS));
}

export function parseSectorSize(text: string): number {
  const bytes = parseByteCount('--sector-size', text, SMALLEST_SECTOR, LARGEST_SECTOR);
  if (Number.isInteger(Math.log2(bytes))) return bytes;
  throw usageError(`--sector-size ${bytes}: expected a power of two from 512 to 65536`);
}
