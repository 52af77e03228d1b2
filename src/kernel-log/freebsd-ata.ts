// The ad(4) disks of FreeBSD up to 9: sys/dev/ata/ata-queue.c, ata_completed. Late releases print the
// LBA of the drive's registers, others where the request began: a start covers both.

import type { Operation, Trouble } from './accusation.ts';
import { ataTrouble } from './ata-commands.ts';
import type { LogContext } from './context.ts';
import type { Family, LogLine } from './family.ts';
import { wholeNumber } from './numbers.ts';
import { TornHeads } from './torn-heads.ts';

const HEAD =
  /(?<!\w)([a-z]{2,8}\d{1,4}): (FAILURE|WARNING|TIMEOUT) - ([A-Z][A-Z0-9_]{2,30})(?![\w[\ufffd]|[.:<+%/-]\w)/g;
const LBA = /(?<!\w)LBA=(\d{1,20})(?![\w[\ufffd]|[.:<+%/-]\w)/g;
const ERROR_REGISTER = /(?<!\w)error=([\da-f]{1,2})(?!\w)/;
/** These say no LBA: a record that has one of them is whole without. */
const WHOLE_WITHOUT_LBA = /taskqueue|request directly/;

interface Record {
  readonly device: string;
  readonly says: string;
  readonly command: string;
  /** What stands after the command, up to the next record of the line. */
  readonly rest: string;
  readonly text: string;
}

export class FreebsdAta implements Family {
  readonly keywords = ['FAILURE - ', 'WARNING - ', 'TIMEOUT - ', 'LBA='];
  readonly #torn = new TornHeads();

  constructor(private readonly context: LogContext) {}

  read(line: LogLine): boolean {
    const records = recordsOf(line.text);
    if (records.length === 0) return this.#readTail(line);
    let said = false;
    for (const record of records) said = this.#readRecord(record, line, line.text) || said;
    return said;
  }

  #readRecord(record: Record, line: LogLine, text: string): boolean {
    const operation = operationOf(record.command);
    if (operation === null) return false;
    const numbers = [...record.rest.matchAll(LBA)];
    if (numbers.length === 0 && !WHOLE_WITHOUT_LBA.test(record.rest)) {
      this.#torn.keep(record.text, line.number);
    }
    // Two LBAs: another record's is among them, and nothing tells which.
    const from = numbers.length === 1 ? wholeNumber(numbers[0]![1]) : null;
    if (from === null) return false;
    return this.context.ledger.accuse({
      line: line.number,
      text,
      format: 'freebsd-ata',
      device: record.device,
      member: null,
      position: { unit: 'logical', from, length: null },
      names: 'start',
      request: null,
      operation,
      trouble: troubleOf(record),
    });
  }

  /** An LBA without a record: the end of one that was torn. */
  #readTail(line: LogLine): boolean {
    if (line.text.search(LBA) < 0) return false;
    const head = this.#torn.take(line.number);
    if (head === null) return false;
    const [record] = recordsOf(`${head} ${line.text}`);
    return record !== undefined && this.#readRecord(record, line, `${head} … ${line.text}`);
  }
}

function recordsOf(text: string): Record[] {
  const heads = [...text.matchAll(HEAD)];
  return heads.map((head, index) => {
    const to = heads[index + 1]?.index ?? text.length;
    return {
      device: head[1]!,
      says: head[2]!,
      command: head[3]!,
      rest: text.slice(head.index + head[0].length, to),
      text: text.slice(head.index, to),
    };
  });
}

/** ata_cmd2str: READ_DMA48, WRITE_MUL, READ_VERIFY …; null: it moves no sectors. */
function operationOf(command: string): Operation | null {
  if (/^READ_VERIFY/.test(command)) return 'verify';
  if (/^READ(?:$|48|_DMA|_MUL|_D)/.test(command)) return 'read';
  return /^WRITE(?:$|48|_DMA|_MUL|_D)/.test(command) ? 'write' : null;
}

function troubleOf({ says, rest }: Record): Trouble | null {
  if (says === 'TIMEOUT' || rest.includes('timed out'))
    return { kind: 'timeout', words: 'timeout' };
  if (rest.includes('ICRC error')) return { kind: 'cable', words: 'ICRC error' };
  if (rest.includes('ECC corrected')) return { kind: 'corrected', words: 'ECC corrected' };
  const register = ERROR_REGISTER.exec(rest)?.[1];
  return register === undefined ? null : ataTrouble(Number.parseInt(register, 16));
}
