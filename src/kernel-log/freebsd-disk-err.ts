// FreeBSD's older drivers of whole disks (aacd, amrd, ad up to 4, fd …): sys/kern/subr_disk.c, disk_err, later
// sys/geom/geom_disk.c: "ad0: hard error cmd=read fsbn 12345 of 12344-12347", in units of DEV_BSIZE. Up to 4
// diskerr also says where on its slice that is: "ad0s1f: hard error reading fsbn 5 of 4-7 (ad0s1 bn 68; …".

import type { Operation } from './accusation.ts';
import type { LogContext } from './context.ts';
import type { Family, LogLine } from './family.ts';
import { wholeNumber } from './numbers.ts';

const RECORD = new RegExp(
  [
    String.raw`(?<![\w/])([a-z]{2,8}\d{1,3}\w{0,4}): (?:hard|soft) error (?:cmd=)?(read|writ)\w{0,4} `,
    String.raw`(?:fsbn (\d{1,16})(?: of (\d{1,16})-(\d{1,16})|(?! ?of?))|(\d{1,16})-(\d{1,16}))`,
    String.raw`(?![\w[\ufffd]|[.:<+%/-]\w)(?: \(([a-z]{2,8}\d{1,3}\w{0,4}) bn (\d{1,16});)?`,
  ].join(''),
  'g',
);

export class FreebsdDiskErr implements Family {
  readonly keywords = ['fsbn ', 'error cmd='];

  constructor(private readonly context: LogContext) {}

  read(line: LogLine): boolean {
    let said = false;
    for (const record of line.text.matchAll(RECORD)) said = this.#readRecord(record, line) || said;
    return said;
  }

  #readRecord(record: RegExpExecArray, { number, text }: LogLine): boolean {
    const [, name, command, at, first, last, alone, aloneTo, slice, place] = record;
    const [block, begins, ends] = [at, first ?? alone, last ?? aloneTo].map(wholeNumber);
    const from = wholeNumber(place) ?? block ?? begins;
    if (from === null || from === undefined) return false;
    const isRange = typeof begins === 'number' && typeof ends === 'number' && ends >= begins;
    const whole = isRange ? ends - begins + 1 : 1;
    // What was done before is none of it; a block counted from elsewhere is not in the range.
    const done = isRange && typeof block === 'number' ? block - begins : 0;
    return this.context.ledger.accuse({
      line: number,
      text,
      format: 'geom',
      device: slice ?? name!,
      member: null,
      position: {
        unit: 'sector512',
        from,
        length: done > 0 && done < whole ? whole - done : whole,
      },
      names: whole === 1 ? 'exact' : 'request',
      request: null,
      operation: (command === 'read' ? 'read' : 'write') satisfies Operation,
      trouble: { kind: 'other', words: 'hard error' },
    });
  }
}
