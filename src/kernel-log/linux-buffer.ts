// fs/buffer.c, buffer_io_error: a block of the page cache, whose size the line does not give.

import type { Operation, Position } from './accusation.ts';
import type { LogContext } from './context.ts';
import type { Family, LogLine } from './family.ts';
import { wholeNumber } from './numbers.ts';

const RECORD =
  /Buffer I\/O error on dev(?:ice)? ([\w!./-]{1,64}), logical block (\d{1,20})(?![\w[\ufffd]|[.:<+%/-]\w)(?:, (?:lost )?(?:async|sync) page (read|write))?/g;

export class LinuxBuffer implements Family {
  readonly keywords = ['logical block '];

  constructor(private readonly context: LogContext) {}

  read(line: LogLine): boolean {
    let said = false;
    for (const [, device, block, operation] of line.text.matchAll(RECORD)) {
      const number = wholeNumber(block);
      if (number === null) continue;
      const accused = this.context.ledger.accuse({
        line: line.number,
        text: line.text,
        format: 'linux-buffer',
        device: device!,
        member: null,
        position: this.#position(device!, number, line.number),
        names: 'request',
        request: null,
        operation: (operation as Operation | undefined) ?? null,
        trouble: { kind: 'other', words: 'Buffer I/O error' },
      });
      said = accused || said;
    }
    return said;
  }

  /** The block layer's line for the same failure, just above, gives away the block's size. */
  #position(device: string, block: number, line: number): Position {
    const units = this.context.sectors.unitsPerBlock(device, block, line);
    if (units === null) return { unit: 'buffer', from: block, length: 1 };
    return { unit: 'sector512', from: block * units, length: units };
  }
}
