// Linux's IDE driver, up to 2.6: drivers/ide/ide-lib.c, ide_dump_status. LBAsect is the drive's own word,
// read from its registers; "sector" is where the rest of the request begins, before 2.6 on its partition.

import { ataTrouble } from './ata-commands.ts';
import type { LogContext } from './context.ts';
import type { Family, LogLine } from './family.ts';
import { wholeNumber } from './numbers.ts';

const RECORD =
  /(?<!\w)(hd[a-z]): [a-z][\w ]{1,30}: error=0x([\da-f]{2}) ?\{ ?[\w ]{0,120}\}?, ?LBAsect=(\d{1,20})(?![\w[\ufffd]|[.:<+%/-]\w)/g;

/** All ones: no sector was told, in 28 bits or in 48. */
const NOWHERE = new Set([0, 2 ** 28 - 1, 2 ** 48 - 1]);

export class LinuxIde implements Family {
  readonly keywords = ['LBAsect'];

  constructor(private readonly context: LogContext) {}

  read({ number, text }: LogLine): boolean {
    let said = false;
    for (const [, device, register, lba] of text.matchAll(RECORD)) {
      const from = wholeNumber(lba);
      if (from === null || NOWHERE.has(from)) continue;
      const accused = this.context.ledger.accuse({
        line: number,
        text,
        format: 'linux-ide',
        device: device!,
        member: null,
        position: { unit: 'logical', from, length: 1 },
        names: 'exact',
        request: null,
        operation: null,
        trouble: ataTrouble(Number.parseInt(register!, 16)),
      });
      said = accused || said;
    }
    return said;
  }
}
