// smartctl(8) -a: the self-test log and the error log (ataPrintSmartSelfTestEntry and format_st_er_desc of
// ataprint.cpp, scsiPrintSelfTest of scsiprint.cpp, print_self_test_log of nvmeprint.cpp). Its lines name no
// device.

import type { Names, Position, Trouble } from './accusation.ts';
import { ataTroubleInWords } from './ata-commands.ts';
import type { LogContext } from './context.ts';
import type { Family, LogLine } from './family.ts';
import { wholeNumber } from './numbers.ts';
import { isNowhere, rowHolds } from './smartctl-error-log.ts';

/** "# 1  Extended offline    Completed: read failure       90%     12345         93492434" */
const SELF_TEST =
  /(?:Completed: ([a-z][a-z/ ]{1,30} failure|handling damage\?\?)|Fatal or unknown error) {1,40}\d{1,3}% {1,40}\d{1,10} {1,40}(0x[\da-f]{1,16}|\d{1,20})(?![\w[\ufffd]|[.:<+%/-]\w)/;
/** "# 1  Background long   Failed in segment -->       3   12345   93492434 [0x3 0x11 0x0]" */
const SEGMENT =
  /(?:Failed in (?:segment(?: -->)?|first segment|second segment)|Completed, segment failed|Unknown error, incomplete) {1,40}[\d-]{1,3} {1,40}(?:\d{1,10}|NOW) {1,40}(0x[\da-f]{1,16}|\d{1,20}) {1,40}\[/;
/** " 0   Extended          Completed: failed segments          1234     12345678     1   2 0x2 0x81" */
const NVME_SELF_TEST =
  /(?:Fatal or unknown test error|Completed: (?:unknown failed segment|failed segments)) {1,40}\d{1,12} {1,40}(\d{1,20}) {1,8}(?:\d{1,10}|\*|-) /;
/** "Error: UNC 8 sectors at LBA = 0x0592962a = 93492778" */
const ERROR_LOG =
  /Error: ([A-Z][A-Z0-9, ]{2,40}?)(?: (\d{1,5}) sectors)? at LBA = 0x[\da-f]{1,16} = (\d{1,20})(?![\w[\ufffd]|[.:<+%/-]\w)/;

export class Smartctl implements Family {
  readonly keywords = [
    ...[' failure', 'handling damage', 'Fatal or unknown', 'Failed in ', 'segment failed'],
    ...['Unknown error, incomplete', 'unknown test error', 'failed segment', 'at LBA ='],
  ];
  followsTo = 0;
  /** An error whose commands are still to come. */
  #error: HeldError | null = null;

  constructor(private readonly context: LogContext) {}

  read(line: LogLine): boolean {
    if (line.text.includes('"error_description"')) return false; // JSON has more to say of it
    const error = errorLog(line.text);
    if (error !== null) {
      this.#release();
      this.#error = { line, said: error, rows: 0, isListed: false };
      this.followsTo = line.number + COMMANDS_LINES;
      return true;
    }
    const said = selfTest(line.text);
    if (said !== null) return this.#accuse(line, said);
    if (this.#error === null) return false;
    if (line.number > this.followsTo || / occurred at disk power-on/.test(line.text))
      this.#release();
    else this.#readRow(this.#error, line.text);
    return false;
  }

  end(): void {
    this.#release();
  }

  #readRow(error: HeldError, text: string): void {
    const holds = rowHolds(text, error.said.position.from);
    if (holds === null) return;
    error.rows++;
    error.isListed ||= holds;
  }

  /** An LBA that no command of the list has is what the registers held before. */
  #release(): void {
    const error = this.#error;
    this.#error = null;
    if (error === null || (error.rows > 0 && !error.isListed)) return;
    if (!isNowhere(error.said.position.from)) this.#accuse(error.line, error.said);
  }

  #accuse({ number, text }: LogLine, said: Said): boolean {
    const format = 'smartctl';
    const nobody = { device: null, member: null, request: null, operation: null };
    return this.context.ledger.accuse({ line: number, text, format, ...nobody, ...said });
  }
}

/** Head, rule and five commands. */
const COMMANDS_LINES = 12;

interface HeldError {
  readonly line: LogLine;
  readonly said: Said;
  rows: number;
  isListed: boolean;
}

export interface Said {
  readonly position: Position;
  readonly names: Names;
  readonly trouble: Trouble;
}

function selfTest(text: string): Said | null {
  const [, words = 'unknown error', lba] = SELF_TEST.exec(text) ?? [];
  const segment = (SEGMENT.exec(text) ?? NVME_SELF_TEST.exec(text))?.[1];
  const from = wholeNumber(lba ?? segment);
  if (from === null || isNowhere(from)) return null;
  const trouble: Trouble =
    lba === undefined
      ? { kind: 'medium', words: 'failed in segment' }
      : { kind: words === 'read failure' ? 'medium' : 'other', words };
  return { position: { unit: 'logical', from, length: 1 }, names: 'exact', trouble };
}

export function errorLog(text: string): Said | null {
  const [, words, count, lba] = ERROR_LOG.exec(text) ?? [];
  const from = wholeNumber(lba);
  if (from === null) return null;
  const trouble = { kind: ataTroubleInWords(words!)?.kind ?? 'other', words: words! } as const;
  const length = wholeNumber(count);
  const unit = 'logical';
  // An aborted command or a cable's error names its request, not a sector.
  if (trouble.kind === 'medium' || trouble.kind === 'not-found') {
    return { position: { unit, from, length: 1 }, names: 'exact', trouble };
  }
  if (!length) return { position: { unit, from, length: null }, names: 'start', trouble };
  return { position: { unit, from, length }, names: 'request', trouble };
}
