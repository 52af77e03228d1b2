// drivers/nvme/host/core.c, nvme_log_error: the request, in blocks of the namespace.

import type { LogContext } from './context.ts';
import type { Family, LogLine } from './family.ts';
import { wholeNumber } from './numbers.ts';
import { nvmeOperation, nvmeTrouble } from './nvme-commands.ts';
import { wholeRequest } from './request.ts';

const RECORD =
  /(?<!\w)(nvme\d{1,4}(?:c\d{1,4})?n\d{1,6}): [A-Z][\w/ ]{1,40}\(0x([\da-f]{1,2})\) @ LBA (\d{1,20}), (\d{1,10}) blocks, (.{1,80}?) \(sct 0x([\da-f]) \/ sc 0x([\da-f]{1,2})\)/g;

export class LinuxNvme implements Family {
  readonly keywords = [' @ LBA '];

  constructor(private readonly context: LogContext) {}

  read(line: LogLine): boolean {
    let said = false;
    for (const record of line.text.matchAll(RECORD)) said = this.#readRecord(record, line) || said;
    return said;
  }

  #readRecord(record: RegExpExecArray, line: LogLine): boolean {
    const [, device, opcode, lba, blocks, words, sct, sc] = record;
    const operation = nvmeOperation(Number.parseInt(opcode!, 16));
    const [from, length] = [wholeNumber(lba), wholeNumber(blocks)];
    const trouble = nvmeTrouble(Number.parseInt(sct!, 16), Number.parseInt(sc!, 16), words!);
    if (operation === null || from === null || !length || trouble === null) return false;
    const request = { from, length, operation };
    this.context.recent.add({ line: line.number, device: device!, ...request });
    return this.context.ledger.accuse({
      line: line.number,
      text: line.text,
      format: 'linux-nvme',
      device: device!,
      member: null,
      ...wholeRequest(request, 'logical'),
      operation,
      trouble,
    });
  }
}
