// Other programs' lists of what they could not read. GNU ddrescue's mapfile: bytes, in hexadecimal or
// decimal (info ddrescue, "Mapfile structure"). badblocks(8): a block's number a line, and nothing else.

import type { TroubleKind } from './accusation.ts';
import type { LogContext } from './context.ts';
import type { Family, LogLine } from './family.ts';
import { wholeNumber } from './numbers.ts';

/** Of whatever program: surfscan's reports write mapfiles, too. */
const HEAD = /# (?:Mapfile|Rescue Logfile)\. Created by \S/;
const INPUT =
  /# (?:Command line: ddrescue .*?(?<= )|Scan of (?=\S+, started ))\/dev\/([\w.+%/-]{1,128})/;
const NUMBER = String.raw`(0x[\da-f]{1,16}|\d{1,20})`;
const EXTENT = new RegExp(`^ {0,8}${NUMBER} {1,20}${NUMBER} {1,20}([?*/+-]) *$`, 'i');
const COMMENT = /^ *(?:#|$)/;
const POSITION = new RegExp(String.raw`^ {0,8}${NUMBER} {1,20}[?*/+F-](?: {1,20}\d{1,3})? *$`, 'i');

/** "-" is bad; "*" and "/" are blocks that failed and were not yet narrowed. */
const STATUSES = new Map<string, TroubleKind>([
  ['-', 'medium'],
  ['*', 'other'],
  ['/', 'other'],
]);

export class Ddrescue implements Family {
  readonly keywords = ['# Mapfile. Created by', '# Rescue Logfile. Created by'];
  /** ddrescue takes one without comments: then its first lines say what it is. */
  followsTo = 1;
  #device: string | null = null;
  #hasPosition = false;
  #isMapfile = false;

  constructor(private readonly context: LogContext) {}

  read({ number, text }: LogLine): boolean {
    if (HEAD.test(text)) {
      this.#device = null;
      this.#begin();
      this.followsTo = number + 1;
      return true;
    }
    if (number > this.followsTo) return false;
    const [, from, size, status] = EXTENT.exec(text) ?? [];
    const isPosition = POSITION.test(text);
    if (status === undefined && !COMMENT.test(text) && !isPosition) return false;
    if (isPosition) this.#hasPosition = true;
    else if (status !== undefined && this.#hasPosition) this.#begin();
    if (status !== undefined && !this.#isMapfile) return false;
    this.followsTo = number + 1;
    this.#device ??= INPUT.exec(text)?.[1] ?? null;
    const kind = STATUSES.get(status ?? '+');
    const [first, length] = [wholeNumber(from), wholeNumber(size)];
    if (kind === undefined || first === null || !length) return false;
    return this.context.ledger.accuse({
      line: number,
      text,
      format: 'ddrescue',
      device: this.#device,
      member: null,
      position: { unit: 'byte', from: first, length },
      names: 'request',
      request: null,
      operation: 'read',
      trouble: { kind, words: kind === 'medium' ? 'bad sector' : 'failed block' },
    });
  }

  #begin(): void {
    this.#isMapfile = true;
    this.context.isList = true;
  }
}

const BLOCK = /^ *(\d{1,16}) *$/;
/** What "badblocks -v" says around its numbers: e2fsprogs' misc/badblocks.c. */
const SAYS =
  /^ *(?:Checking blocks \d|(?:Checking|Testing) (?:for bad blocks|with (?:random )?pattern)|Reading and comparing|Pass completed, \d|From block \d|done *$|$)/;
/** A number behind the words that it came after. */
const AFTER_WORDS =
  /^ *(?:Checking for bad blocks|Testing with|Reading and comparing).{0,60}: {1,4}(\d{1,16})$/;
const LIST_LIMIT = 100_000;

/** A log of nothing but numbers: the first line decides, and any other line undoes it. */
export class Badblocks implements Family {
  readonly keywords = [];
  followsTo = 1;
  #isList = true;
  #blocks: { readonly block: number; readonly line: LogLine }[] = [];

  constructor(private readonly context: LogContext) {}

  read(line: LogLine): boolean {
    const text = (BLOCK.exec(line.text) ?? AFTER_WORDS.exec(line.text))?.[1];
    if (text === undefined && !SAYS.test(line.text)) {
      this.#blocks = [];
      this.#isList = false;
      this.followsTo = 0;
      return false;
    }
    this.followsTo = line.number + 1;
    const block = wholeNumber(text);
    if (block !== null && this.#blocks.length < LIST_LIMIT) this.#blocks.push({ block, line });
    return block !== null;
  }

  end(): void {
    const { badBlockBytes } = this.context;
    this.context.isList ||= this.#isList;
    for (const { block, line } of this.#blocks) {
      this.context.ledger.accuse({
        line: line.number,
        text: line.text,
        format: 'badblocks',
        device: null,
        member: null,
        position: { unit: 'byte', from: block * badBlockBytes, length: badBlockBytes },
        names: 'request',
        request: null,
        operation: null,
        trouble: { kind: 'medium', words: 'bad block' },
      });
    }
  }
}
