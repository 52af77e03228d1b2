// The options of `check`, from what was typed to what is checked. Throws ERR_USAGE.

import { type CheckOptions, isLbaLike, type LbaRangeChoice, parseLbaRange } from '../api/check.ts';
import { parseByteCount, parseSeconds, parseWhole, usageError } from '../api/common.ts';
import { parseLbaChoice } from '../api/scan.ts';
import { parseSectorSize } from './scan-options.ts';

/** As commander hands them over: text. */
export interface TypedCheckOptions {
  readonly log?: string;
  readonly list?: string;
  readonly blockSize?: string;
  readonly logDevice?: readonly string[];
  readonly logOffset?: string;
  readonly reads?: string;
  readonly timeout?: string;
  readonly sectorSize?: string;
  readonly json?: string;
}

export interface CliCheckOptions {
  /** null: a log is explained, no disk is read. */
  readonly target: string | null;
  readonly ranges: readonly LbaRangeChoice[];
  /** A file, `-` for standard input, null for none. */
  readonly log: string | null;
  /** --list: the log must be a list. */
  readonly isList: boolean;
  readonly badBlockBytes: number | undefined;
  readonly logDevices: readonly string[];
  /** Of a disk with so many sectors of so many bytes; null: not given. */
  readonly logOffset: ReturnType<typeof parseLbaChoice> | null;
  readonly check: CheckOptions;
  readonly sectorSize: number | undefined;
  /** A file, `-` for standard output, null for none. */
  readonly json: string | null;
}

const MOST_SECONDS = 999_999_999;
const MOST_READS = 1000;

export function checkOptions(words: readonly string[], typed: TypedCheckOptions): CliCheckOptions {
  const [target = null, ...lbas] = words;
  if (typed.log !== undefined && typed.list !== undefined) {
    throw usageError('--list and --log: expected one of them');
  }
  if (typed.list === '') throw usageError('--list: expected a file name, or - for standard input');
  const isBlockSizeIdle = typed.blockSize !== undefined && (typed.log ?? typed.list) === undefined;
  if (isBlockSizeIdle) throw usageError('--block-size is about a list: add --list FILE');
  const badBlockBytes = typed.blockSize === undefined ? undefined : blockSizeOf(typed.blockSize);
  const {
    log = typed.list ?? null,
    logDevice = [],
    logOffset,
    reads,
    timeout,
    sectorSize,
    json = null,
  } = typed;
  if (json === '') throw usageError('--json: expected a file name, or - for standard output');
  if (log === '') throw usageError('--log: expected a file name, or - for standard input');
  if (target !== null && isLbaLike(target)) {
    throw usageError(
      `${target} looks like an LBA: name the disk before it (./${target} is a file)`,
    );
  }
  if (lbas.length === 0 && log === null) {
    throw usageError(
      'expected LBAs to check, or a log: surfscan check sda 93492434, dmesg | surfscan check sda --log -',
    );
  }
  if (log === null)
    assertAbsent(typed, ['logDevice', 'logOffset'], 'is about a log: add --log FILE');
  if (target === null) {
    assertAbsent(typed, ['logOffset', 'reads', 'timeout', 'sectorSize'], 'is for a disk: name it');
  }
  if (logDevice.includes('')) throw usageError('--log-device: expected a name such as ad16');
  return {
    target,
    ranges: lbas.map(parseLbaRange),
    log,
    isList: typed.list !== undefined,
    badBlockBytes,
    logDevices: logDevice,
    logOffset: logOffset === undefined ? null : parseLbaChoice('--log-offset', logOffset, 'from'),
    check: {
      ...(reads === undefined ? {} : { reads: parseWhole('--reads', reads, 1, MOST_READS) }),
      ...(timeout === undefined
        ? {}
        : { timeoutSeconds: parseSeconds('--timeout', timeout, 0.001, MOST_SECONDS) }),
    },
    sectorSize: sectorSize === undefined ? undefined : parseSectorSize(sectorSize),
    json,
  };
}

function blockSizeOf(text: string): number {
  const bytes = parseByteCount('--block-size', text, 512, 65_536);
  if (bytes % 512 !== 0) throw usageError('--block-size: expected a multiple of 512');
  return bytes;
}

function assertAbsent(
  typed: TypedCheckOptions,
  names: readonly (keyof TypedCheckOptions)[],
  why: string,
): void {
  const given = names.find((name) => typed[name] !== undefined);
  if (given === undefined) return;
  const option = given.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  throw usageError(`--${option} ${why}`);
}
