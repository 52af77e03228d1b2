// Lines that speak of a failing disk and name no sector: a log that has them does not accuse nothing.

import { cleanText } from '../vocabulary/text.ts';
import type { Family, LogLine } from './family.ts';

/** What drives, drivers and smartctl say of a failure. */
const FAILING =
  /I\/O error|i\/o error|[Mm]edium [Ee]rror|MEDIUM ERROR|HARDWARE ERROR|Hardware Error|Unrecovered read error|UncorrectableError|error: \{ (?:UNC|IDNF)|\(media error\)|Error: (?:UNC|IDNF)|(?:read|unknown|electrical|servo\/seek) failure|FAILURE - (?:READ|WRITE)|Retries exhausted|UNRECOVERED READ ERROR|self-assessment test result: FAILED|errs: wr [1-9]|errs: wr \d+, rd [1-9]/;
/** Of what is no disk, or was made good. */
const HARMLESS = /(?:dev(?:ice)?|\[) ?(?:sr|fd|loop|st|scd|zram)\d|phys_seg 0|op 0x[23]:/;
export const MUTE_SHOWN = 8;
const TEXT_LIMIT = 160;

export interface MuteLine {
  readonly line: number;
  readonly text: string;
}

export class MuteLines implements Family {
  readonly keywords = [
    '/O error',
    '/o error',
    'edium',
    'MEDIUM',
    'HARDWARE ERROR',
    'Hardware Error',
  ].concat(
    ['Unrecovered', 'Uncorrectable', 'error: {', 'media error', 'Error: ', ' failure', 'FAILURE'],
    ['exhausted', 'UNRECOVERED', 'FAILED', 'errs: wr'],
  );
  count = 0;
  readonly first: MuteLine[] = [];

  /** Says nothing itself: whether another family has a sector of it, the log as a whole shows. */
  read({ number, text }: LogLine): boolean {
    if (!FAILING.test(text) || HARMLESS.test(text)) return false;
    this.count++;
    const shown = Buffer.from(cleanText(text.trim(), TEXT_LIMIT)).toString();
    if (this.first.length < MUTE_SHOWN) this.first.push({ line: number, text: shown });
    return false;
  }
}
