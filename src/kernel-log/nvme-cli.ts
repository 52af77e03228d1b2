// nvme-cli: "nvme error-log" and "nvme self-test-log", a name and a value a line: nvme-print-stdout.c,
// stdout_error_log and stdout_self_test_result.

import type { Trouble } from './accusation.ts';
import type { LogContext } from './context.ts';
import type { Family, LogLine } from './family.ts';
import { wholeNumber } from './numbers.ts';
import { nvmeMediaTrouble } from './nvme-commands.ts';

const HEAD =
  /(?:Error Log Entries for device|Device Self Test Log for NVME device): ?(?:\/dev\/)?([\w-]{1,32})/;
const NUMBER = String.raw`(0x[\da-f]{1,16}|\d{1,20})`;
const VALUE = new RegExp(
  String.raw`(?<!\w)(error_count|status_field|lba|nsid|Operation Result|Namespace Identifier|Failing LBA) {0,30}: {0,4}${NUMBER}(?!\w)`,
);
/** From one value of an entry to the next. */
const ENTRY_LINES = 20;

/** NVM Express Base 2.0, figure 210: the test failed, and not because somebody ended it. */
export function hasSelfTestFailed(result: number | null): boolean {
  return result !== null && result >= 5 && result <= 7;
}

/** Old programs print the phase tag too, in bit 0. */
export function nvmeCliTrouble(status: number): Trouble | null {
  return nvmeMediaTrouble(status >> 1) ?? nvmeMediaTrouble(status);
}

export class NvmeCli implements Family {
  readonly keywords = ['Error Log Entries for device', 'Device Self Test Log for NVME device'];
  followsTo = 0;
  #device: string | null = null;
  #status = 0;
  #result = 0;
  #nsid: number | null = null;
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
    return this.#readValue(name, number, line);
  }

  #readValue(name: string, number: number, line: LogLine): boolean {
    switch (name) {
      case 'error_count':
        this.#status = 0;
        this.#lba = null;
        return false;
      case 'status_field':
        this.#status = number;
        return false;
      case 'lba':
        this.#lba = { from: number, line };
        return false;
      case 'nsid': {
        const [lba, trouble] = [this.#lba, nvmeCliTrouble(this.#status)];
        this.#lba = null;
        return (
          lba !== null && trouble !== null && this.#accuse(lba.from, lba.line, number, trouble)
        );
      }
      case 'Operation Result':
        this.#result = number;
        this.#nsid = null;
        return false;
      case 'Namespace Identifier':
        this.#nsid = number;
        return false;
      default: {
        if (!hasSelfTestFailed(this.#result)) return false;
        return this.#accuse(number, line, this.#nsid ?? 1, { kind: 'medium', words: 'self-test' });
      }
    }
  }

  #accuse(from: number, { number, text }: LogLine, nsid: number, trouble: Trouble): boolean {
    const controller = /^(nvme\d+)/.exec(this.#device ?? '')?.[1];
    return this.context.ledger.accuse({
      line: number,
      text,
      format: 'nvme-cli',
      device: controller === undefined ? null : `${controller} nsid ${nsid}`,
      member: null,
      position: { unit: 'logical', from, length: 1 },
      names: 'exact',
      request: null,
      operation: null,
      trouble,
    });
  }
}
