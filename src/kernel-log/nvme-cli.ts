// "nvme error-log": nvme-print-stdout.c, stdout_error_log. A name and a value a line.

import type { LogContext } from './context.ts';
import type { Family, LogLine } from './family.ts';
import { wholeNumber } from './numbers.ts';
import { nvmeMediaTrouble } from './nvme-commands.ts';

const HEAD = /Error Log Entries for device: ?(?:\/dev\/)?([\w-]{1,32})/;
const VALUE =
  /(?<!\w)(error_count|status_field|lba|nsid) {0,12}:? {0,4}: {0,4}(0x[\da-f]{1,16}|\d{1,20})(?!\w)/;
/** From one value of an entry to the next. */
const ENTRY_LINES = 20;

export class NvmeCli implements Family {
  readonly keywords = ['Error Log Entries for device'];
  followsTo = 0;
  #device: string | null = null;
  #status = 0;
  #lba: { readonly from: number; readonly line: LogLine } | null = null;

  constructor(private readonly context: LogContext) {}

  read(line: LogLine): boolean {
    const device = HEAD.exec(line.text)?.[1];
    if (device !== undefined) {
      this.#device = device;
      this.#lba = null;
      this.followsTo = line.number + ENTRY_LINES;
      return true;
    }
    const [, name, value] = VALUE.exec(line.text) ?? [];
    const number = wholeNumber(value);
    if (name === undefined || number === null || line.number > this.followsTo) return false;
    this.followsTo = line.number + ENTRY_LINES;
    if (name === 'error_count') {
      this.#status = 0;
      this.#lba = null;
    } else if (name === 'status_field') this.#status = number;
    else if (name === 'lba') this.#lba = { from: number, line };
    else return this.#accuse(number);
    return false;
  }

  #accuse(nsid: number): boolean {
    const lba = this.#lba;
    this.#lba = null;
    const trouble = nvmeMediaTrouble(this.#status);
    if (lba === null || trouble === null) return false;
    const controller = /^(nvme\d+)/.exec(this.#device ?? '')?.[1];
    return this.context.ledger.accuse({
      line: lba.line.number,
      text: lba.line.text,
      format: 'nvme-cli',
      device: controller === undefined ? null : `${controller} nsid ${nsid}`,
      member: null,
      position: { unit: 'logical', from: lba.from, length: 1 },
      names: 'exact',
      request: null,
      operation: null,
      trouble,
    });
  }
}
