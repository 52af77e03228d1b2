// GEOM prints a request as name[READ(offset=bytes, length=bytes)]: sys/geom/geom_io.c, g_print_bio;
// the mirror and its kin put "(error=5)" before it, g_vfs_done of sys/geom/geom_vfs.c after it.

import type { Operation, Trouble } from './accusation.ts';
import type { LogContext } from './context.ts';
import type { Family, LogLine } from './family.ts';
import { wholeNumber } from './numbers.ts';
import { withoutPrefix } from './prefix.ts';
import { TornHeads } from './torn-heads.ts';

/** The name begins where a name can: trying each letter of a long word costs a hundredfold.
 * Between the two numbers another CPU may have spoken, but no other record. */
const RECORD =
  /(?<![\w.+%/-])([\w.+%/-]{1,128})\[(READ|WRITE)\(offset=(\d{1,20}), ?[^[\]=]{0,80}length=(\d{1,20})\)/g;
/** With kern.geom.*.debug raised, requests are printed that did not fail: "GEOM_MIRROR[3]: …". */
const DEBUG = /GEOM_\w{1,20}\[\d{1,3}\]:/;
const FAILED = /fail|error ?=|Error while/;
/** A record whose name ends the line, or that is broken off between two words. */
const TORN_HEAD =
  /(?:\(error=\d{1,3}\)\. |g_vfs_done\(\):)([\w.+%/-]{1,128}(?:\[(?:READ|WRITE)(?:\(|\(offset=|\(offset=\d{1,20},) ?)?)$/;
const TORN_TAIL = /^(?:\[(?:READ|WRITE)\(|\(?offset=\d|length=\d)/;
const STARTS_WITH_NAME = /^[\w.+%/-]{1,128}\[(?:READ|WRITE)\(/;
const ERROR_NUMBER = /error ?= ?(\d{1,3})(?!\w)/g;

const ENXIO = 6;

export class Geom implements Family {
  readonly keywords = ['offset=', 'length=', 'g_vfs_done', ' failed (error='];
  readonly #torn = new TornHeads();

  constructor(private readonly context: LogContext) {}

  read(line: LogLine): boolean {
    const start = withoutPrefix(line.text);
    const head = TORN_HEAD.exec(line.text)?.[1];
    if (head !== undefined) this.#torn.keep(head, line.number);
    if (TORN_TAIL.test(start)) return this.#readTail(start, line);
    // A name that may be the rest of the one above: half a name is another disk.
    const isHalf = (head: string) => !head.includes('[');
    const mayBeHalf = STARTS_WITH_NAME.test(start) && this.#torn.near(line.number).some(isHalf);
    return !mayBeHalf && this.#readRecords(line.text, line, line.text);
  }

  #readTail(tail: string, line: LogLine): boolean {
    const head = this.#torn.take(line.number);
    return head !== null && this.#readRecords(head + tail, line, `${head} … ${tail}`);
  }

  #readRecords(records: string, line: LogLine, text: string): boolean {
    if (DEBUG.test(records) && !FAILED.test(records)) return false;
    let said = false;
    for (const [, device, operation, offset, bytes] of records.matchAll(RECORD)) {
      const [from, length] = [wholeNumber(offset), wholeNumber(bytes)];
      if (from === null || length === null) continue;
      const accused = this.context.ledger.accuse({
        line: line.number,
        text,
        format: 'geom',
        device: device!,
        member: null,
        position: { unit: 'byte', from, length },
        names: 'request',
        request: null,
        operation: operation!.toLowerCase() as Operation,
        trouble: troubleOf(records),
      });
      said = accused || said;
    }
    return said;
  }
}

/** Of several records in a line nobody knows which error is whose. */
function troubleOf(text: string): Trouble | null {
  const [only, second] = [...text.matchAll(ERROR_NUMBER)];
  if (only === undefined || second !== undefined) return null;
  const words = `error ${only[1]}`;
  return { kind: Number(only[1]) === ENXIO ? 'gone' : 'other', words };
}
