// The block layer's own line: block/blk-mq.c, blk_print_req_error; older print_req_error and
// end_request. Its sector counts 512-byte units on every disk.

import type { Operation, TroubleKind } from './accusation.ts';
import type { LogContext } from './context.ts';
import { numberedDevice } from './device-numbers.ts';
import type { Family, LogLine } from './family.ts';
import { wholeNumber } from './numbers.ts';
import { withoutPrefix } from './prefix.ts';
import { JOIN_WINDOW_LINES } from './recent-requests.ts';
import { type Placed, wholeRequest } from './request.ts';
import { TornHeads } from './torn-heads.ts';
import type { Range } from './units.ts';

/** The words of block/blk-core.c, blk_errors, and 2.6's; null: says nothing of a sector. */
const ERRORS = new Map<string, TroubleKind | null>([
  ['I/O', 'other'],
  ['timeout', 'timeout'],
  ['recoverable transport', 'cable'],
  ['critical target', 'other'],
  ['critical medium', 'medium'],
  ['protection', 'other'],
  ['device offline', 'gone'],
  ['dm internal retry', 'other'],
  ['operation not supported', null],
  ['critical space allocation', null],
  ['critical nexus', null],
  ['reservation conflict', null],
  ['kernel resource', null],
  ['device resource', null],
  ['nonblocking retry', null],
  ['zone open resources exceeded', null],
  ['zone active resources exceeded', null],
]);
const ANY_ERROR = [...ERRORS.keys()].join('|');
/** Before 2.6 by numbers, and counted from the partition: drivers/block/ll_rw_blk.c. */
const NUMBERED =
  /(?<!\w)I\/O error[:,] dev ([\da-f]{2}):([\da-f]{2})(?: \([\w/-]{1,32}\))?, sector (\d{1,20})(?![\w[\ufffd]|[.:<+%/-]\w)/g;
const RECORD = new RegExp(
  String.raw`(?<!\w)(${ANY_ERROR}) error, dev ([\w!./-]{1,64}), sector (\d{1,20})(?![\w[\ufffd]|[.:<+%/-]\w)(?: op 0x[\da-f]{1,4}:\(([A-Z_]{1,24})\)(?: flags 0x[\da-f]{1,16} phys_seg (\d{1,6}))?)?`,
  'g',
);
/** Broken off before the number, by the end of the line or by another record's time. */
const TORN_HEAD = new RegExp(
  String.raw`(?:${ANY_ERROR}) error, dev [\w!./-]{1,64},(?: sector)?(?= ?$| ?\[ *\d{1,10}\.\d{6}\])`,
);
const TORN_TAIL = /^ ?(?:sector )?(\d{1,20})(?: op 0x|$)/;

/** Operations that fail at no sector of the medium: a flush, a discard, a zone's. */
const OPERATIONS = new Map<string, Operation>([
  ['READ', 'read'],
  ['WRITE', 'write'],
  ['WRITE_SAME', 'write'],
  ['WRITE_ZEROES', 'write'],
  ['ZONE_APPEND', 'write'],
]);

export class LinuxBlock implements Family {
  readonly keywords = [' error,', 'O error: dev ', 'sector ', ' op 0x'];
  readonly #torn = new TornHeads();

  constructor(private readonly context: LogContext) {}

  read(line: LogLine): boolean {
    let said = false;
    for (const record of line.text.matchAll(NUMBERED)) {
      said = this.#readNumbered(record, line) || said;
    }
    if (!line.text.includes(' error, dev ')) return said || this.#readTail(line);
    for (const record of line.text.matchAll(RECORD)) {
      said = this.#readRecord(record, line, line.text) || said;
    }
    const head = TORN_HEAD.exec(line.text)?.[0];
    if (head !== undefined) this.#torn.keep(head, line.number);
    return said;
  }

  #readTail(line: LogLine): boolean {
    if (this.#torn.near(line.number).length === 0) return false;
    const tail = withoutPrefix(line.text).trimStart();
    if (!TORN_TAIL.test(tail)) return false;
    const head = this.#torn.take(line.number);
    if (head === null) return false;
    const words = head.endsWith('sector') || tail.startsWith('sector') ? head : `${head} sector`;
    const [record] = `${words} ${tail}`.matchAll(RECORD);
    return record !== undefined && this.#readRecord(record, line, `${head} … ${tail}`);
  }

  #readNumbered([, major, minor, sector]: RegExpExecArray, line: LogLine): boolean {
    const from = wholeNumber(sector);
    if (from === null) return false;
    return this.context.ledger.accuse({
      line: line.number,
      text: line.text,
      format: 'linux-block',
      device: numberedDevice(major!, minor!)?.name ?? `dev ${major}-${minor}`,
      member: null,
      ...placeIn(null, from),
      operation: null,
      trouble: { kind: 'other', words: 'I/O error' },
    });
  }

  #readRecord(record: RegExpExecArray, line: LogLine, text: string): boolean {
    const [, words, device, sector, op, segments] = record;
    // A flush is printed as a request without data: it touches no sector.
    if (segments === '0' && (op === 'READ' || op === 'WRITE')) return false;
    const kind = ERRORS.get(words!) ?? null;
    const operation = op === undefined ? null : (OPERATIONS.get(op) ?? null);
    const from = wholeNumber(sector);
    if (kind === null || from === null || (op !== undefined && operation === null)) return false;
    // Before 5.3 nothing in the line tells a flush, which has no sector, from a read of the first.
    const isFlush = line.number - this.context.flushLine <= JOIN_WINDOW_LINES;
    if (from === 0 && op === undefined && isFlush) return false;
    const request =
      this.context.recent.holding(device!, from, operation, line.number) ??
      this.context.votes.sector(device!, from, line.number);
    this.context.sectors.saw(device!, from, line.number);
    return this.context.ledger.accuse({
      line: line.number,
      text,
      format: 'linux-block',
      device: device!,
      member: null,
      ...placeIn(request, from),
      operation,
      trouble: { kind, words: `${words} error` },
    });
  }
}

/** Inside its request the sector is the one that the drive named; else it is the start. */
function placeIn(request: Range | null, from: number): Placed {
  const unit = 'sector512';
  if (request === null) {
    return { position: { unit, from, length: null }, names: 'start', request: null };
  }
  if (request.from === from) return wholeRequest(request, unit);
  return { position: { unit, from, length: 1 }, names: 'exact', request };
}
