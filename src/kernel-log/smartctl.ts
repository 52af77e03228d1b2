// smartctl(8) -a: the self-test log and the error log (ataprint.cpp, scsiprint.cpp). Its lines name
// no device.

import type { Names, Position, Trouble } from './accusation.ts';
import { ataTroubleInWords } from './ata-commands.ts';
import type { LogContext } from './context.ts';
import type { Family, LogLine } from './family.ts';
import { wholeNumber } from './numbers.ts';

/** "# 1  Extended offline    Completed: read failure       90%     12345         93492434" */
const SELF_TEST =
  /Completed: ([a-z][a-z/ ]{1,30} failure) {1,40}\d{1,3}% {1,40}\d{1,10} {1,40}(0x[\da-f]{1,16}|\d{1,20})(?![\w[\ufffd]|[.:<+%/-]\w)/;
/** "# 1  Background long   Failed in segment -->       3   12345   93492434 [0x3 0x11 0x0]" */
const SEGMENT =
  /Failed in segment --> {1,40}[\d-]{1,3} {1,40}(?:\d{1,10}|NOW) {1,40}(0x[\da-f]{1,16}|\d{1,20}) {1,40}\[/;
/** "Error: UNC 8 sectors at LBA = 0x0592962a = 93492778" */
const ERROR_LOG =
  /Error: ([A-Z][A-Z0-9, ]{2,40}?)(?: (\d{1,5}) sectors)? at LBA = 0x[\da-f]{1,16} = (\d{1,20})(?![\w[\ufffd]|[.:<+%/-]\w)/;

export class Smartctl implements Family {
  readonly keywords = [' failure', 'Failed in segment', ' at LBA = '];

  constructor(private readonly context: LogContext) {}

  read({ number, text }: LogLine): boolean {
    const said = selfTest(text) ?? errorLog(text);
    if (said === null) return false;
    const format = 'smartctl';
    const nobody = { device: null, member: null, request: null, operation: null };
    return this.context.ledger.accuse({ line: number, text, format, ...nobody, ...said });
  }
}

interface Said {
  readonly position: Position;
  readonly names: Names;
  readonly trouble: Trouble;
}

function selfTest(text: string): Said | null {
  const [, words, lba] = SELF_TEST.exec(text) ?? [];
  const from = wholeNumber(lba ?? SEGMENT.exec(text)?.[1]);
  if (from === null) return null;
  const kind = words === undefined || words === 'read failure' ? 'medium' : 'other';
  return {
    position: { unit: 'logical', from, length: 1 },
    names: 'exact',
    trouble: { kind, words: words ?? 'failed in segment' },
  };
}

function errorLog(text: string): Said | null {
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
