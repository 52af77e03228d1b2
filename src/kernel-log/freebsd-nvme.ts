// nvme(4): sys/dev/nvme/nvme_qpair.c prints the command, then how it ended. One command of a queue
// has one identifier.

import type { Trouble } from './accusation.ts';
import type { LogContext } from './context.ts';
import type { Family, LogLine } from './family.ts';
import { wholeNumber } from './numbers.ts';
import { nvmeOperation, nvmeTrouble } from './nvme-commands.ts';
import { OpenGroups } from './open-groups.ts';
import { type Request, wholeRequest } from './request.ts';

const COMMAND =
  /\b(nvme\d{1,4}): ([A-Z][A-Z ]{2,30}) sqid:(\d{1,6}) cid:(\d{1,6}) nsid:(\d{1,10}) lba:(\d{1,20}) len:(\d{1,10})(?![\w[\ufffd]|[.:<+%/-]\w)/g;
const STATUS =
  /\b(nvme\d{1,4}): ([A-Z][A-Z0-9 /_-]{2,60}) \(([\da-f]{2})\/([\da-f]{2})\) .{0,60}?sqid:(\d{1,6}) cid:(\d{1,6})(?!\w)/g;

interface Group {
  readonly line: number;
  readonly text: string;
  readonly device: string;
  readonly request: Request;
  trouble: Trouble | null;
  hasSucceeded: boolean;
}

export class FreebsdNvme implements Family {
  readonly keywords = ['sqid:'];
  readonly #groups = new OpenGroups<Group>((group) => this.#accuse(group));

  constructor(private readonly context: LogContext) {}

  read(line: LogLine): boolean {
    let said = false;
    for (const command of line.text.matchAll(COMMAND)) {
      said = this.#readCommand(command, line) || said;
    }
    for (const status of line.text.matchAll(STATUS)) {
      said = this.#readStatus(status, line) || said;
    }
    return said;
  }

  end(): void {
    this.#groups.closeAll();
  }

  #readCommand(command: RegExpExecArray, line: LogLine): boolean {
    const [, controller, opcode, queue, id, nsid, lba, blocks] = command;
    const operation = nvmeOperation(opcode!);
    const [from, length] = [wholeNumber(lba), wholeNumber(blocks)];
    if (operation === null || from === null || length === null || length === 0) return false;
    const group: Group = {
      line: line.number,
      text: line.text,
      device: `${controller} nsid ${Number(nsid)}`,
      request: { from, length, operation },
      trouble: null,
      hasSucceeded: false,
    };
    this.#groups.open(`${controller} ${queue} ${id}`, group, line.number);
    return true;
  }

  #readStatus(status: RegExpExecArray, line: LogLine): boolean {
    const [, controller, words, sct, sc, queue, id] = status;
    const key = `${controller} ${queue} ${id}`;
    const group = this.#groups.touch(key, line.number);
    if (group === undefined) return false;
    group.trouble = nvmeTrouble(Number.parseInt(sct!, 16), Number.parseInt(sc!, 16), words!);
    group.hasSucceeded = group.trouble === null;
    this.#groups.close(key);
    return true;
  }

  #accuse({ line, text, device, request, trouble, hasSucceeded }: Group): void {
    if (hasSucceeded) return;
    const placed = wholeRequest(request, 'logical');
    const { operation } = request;
    const format = 'freebsd-nvme';
    this.context.ledger.accuse({
      line,
      text,
      format,
      device,
      member: null,
      ...placed,
      operation,
      trouble,
    });
  }
}
