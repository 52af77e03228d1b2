// Cards: drivers/mmc/card/block.c, "%s: error %d transferring data, sector %u, nr %u, cmd response %#x".

import type { TroubleKind } from './accusation.ts';
import type { LogContext } from './context.ts';
import type { Family, LogLine } from './family.ts';
import { wholeNumber } from './numbers.ts';
import { wholeRequest } from './request.ts';

const RECORD =
  /(?<!\w)(mmcblk\d{1,3}\w{0,8}): error (-?\d{1,3}) transferring data, sector (\d{1,10}), nr (\d{1,10})(?![\w[\ufffd]|[.:<+%/-]\w)/g;

/** asm-generic/errno.h: EILSEQ is what the hosts say of a wrong checksum on the bus. */
const KINDS = new Map<string, TroubleKind>([
  ['-84', 'cable'],
  ['-110', 'timeout'],
  ['-123', 'gone'],
]);

export class LinuxMmc implements Family {
  readonly keywords = ['transferring data'];

  constructor(private readonly context: LogContext) {}

  read({ number, text }: LogLine): boolean {
    let said = false;
    for (const [, device, error, sector, count] of text.matchAll(RECORD)) {
      const [from, length] = [wholeNumber(sector), wholeNumber(count)];
      if (from === null || !length) continue;
      const accused = this.context.ledger.accuse({
        line: number,
        text,
        format: 'linux-mmc',
        device: device!,
        member: null,
        ...wholeRequest({ from, length }, 'sector512'),
        operation: null,
        trouble: { kind: KINDS.get(error!) ?? 'other', words: `error ${error}` },
      });
      said = accused || said;
    }
    return said;
  }
}
