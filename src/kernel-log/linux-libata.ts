// libata's error handler: drivers/ata/libata-eh.c, ata_eh_link_report. "failed command", then one
// message of two lines: the command's registers, and the result's.

import type { Operation, Trouble } from './accusation.ts';
import {
  type AtaRequest,
  ataRequest,
  ataTroubleInWords,
  resultTrouble,
  type TaskFile,
  toldLba,
} from './ata-commands.ts';
import type { LogContext } from './context.ts';
import type { Family, LogLine } from './family.ts';
import { hexBytes } from './numbers.ts';
import { OpenGroups } from './open-groups.ts';
import { exactInside } from './request.ts';

/** CMD/FEAT:NSECT:L0:L1:L2/hFEAT:hNSECT:L3:L4:L5/DEV */
const REGISTERS = String.raw`([\da-f]{2}(?:[/:][\da-f]{2}){11})`;
const PORT = /(?<!\w)(ata\d{1,4}(?:\.\d{1,2}){1,2}): /;
const COMMAND = new RegExp(String.raw`(?<!\w)cmd ${REGISTERS}(?![\w[\ufffd]|[.:<+%/-]\w)`);
const RESULT = new RegExp(
  String.raw`(?<!\w)res ${REGISTERS} Emask 0x[\da-f]{1,8} \(([^)]{1,40})\)`,
);
const ERROR_WORDS = /(?<!\w)error: \{ ([A-Z ]{1,40}) \}/;

/** The command's name, where its registers are lost. */
const NAME = /(?<!\w)failed command: ([A-Z][A-Z ]{2,40})/;
/** Names of 48-bit commands end so, but for the queued: ata_get_cmd_descript. */
const IS_48_BIT = / EXT\b|FPDMA|STREAM/;

/** The result is the second line of the command's message; another CPU's lines may come between. */
const RESULT_WINDOW_LINES = 4;

const NAMED_LIMIT = 16;

interface Group {
  readonly line: number;
  readonly text: string;
  readonly device: string;
  /** null: a command that moves no sectors. */
  readonly request: AtaRequest | null;
  hasResult: boolean;
  toldLba: number | null;
  trouble: Trouble | null;
}

export class LinuxLibata implements Family {
  readonly keywords = ['failed command: ', ': cmd ', 'Emask 0x', 'error: { ', 'error: \\{ '];
  readonly #groups = new OpenGroups<Group>((group) => this.#accuse(group));

  #named: { readonly line: number; readonly device: string; readonly name: string }[] = [];

  constructor(private readonly context: LogContext) {}

  read(line: LogLine): boolean {
    const port = PORT.exec(line.text)?.[1] ?? null;
    const command = COMMAND.exec(line.text)?.[1];
    let said = port !== null && command !== undefined && this.#readCommand(port, command, line);
    const name = NAME.exec(line.text)?.[1];
    if (port !== null && name !== undefined) {
      this.#named.push({ line: line.number, device: port, name });
      if (this.#named.length > NAMED_LIMIT) this.#named.shift();
    }
    const result = RESULT.exec(line.text);
    if (result !== null) said = this.#readResult(port, result, line) || said;
    const words = ERROR_WORDS.exec(line.text)?.[1];
    if (port !== null && words !== undefined) said = this.#readError(port, words, line) || said;
    return said;
  }

  end(): void {
    this.#groups.closeAll();
  }

  #readCommand(device: string, registers: string, line: LogLine): boolean {
    const request = ataRequest(taskFile(registers));
    const { number, text } = line;
    const result = { hasResult: false, toldLba: null, trouble: null };
    this.#groups.open(device, { line: number, text, device, request, ...result }, number);
    if (/^e[7a]/.test(registers)) this.context.flushLine = number;
    if (request === null) return false;
    this.context.votes.add({ line: number, port: device, ...request });
    return true;
  }

  #readResult(port: string | null, result: RegExpExecArray, line: LogLine): boolean {
    const group = this.#waiting(port, line.number);
    if (group === null) return this.#readLonely(port, result, line);
    const file = taskFile(result[1]!);
    group.hasResult = true;
    if (group.request === null) return false;
    group.toldLba = toldLba(file, group.request.is28Bit);
    group.trouble = maskTrouble(result[2]!) ??
      resultTrouble(file) ?? {
        kind: 'other',
        words: result[2]!,
      };
    return true;
  }

  /** The command's registers are lost: the sector is the drive's, if one port only may be meant. */
  #readLonely(port: string | null, result: RegExpExecArray, line: LogLine): boolean {
    const isOpen = [...this.#groups.groups(line.number)].some(
      (group) => !group.hasResult && line.number - group.line <= RESULT_WINDOW_LINES,
    );
    const near = this.#named.filter(
      (one) =>
        line.number - one.line <= RESULT_WINDOW_LINES && (port === null || one.device === port),
    );
    const [only] = near;
    if (isOpen || only === undefined || near.some(({ device }) => device !== only.device))
      return false;
    this.#named = [];
    const file = taskFile(result[1]!);
    const from = toldLba(file, !IS_48_BIT.test(only.name));
    if (from === null || from === 0) return false;
    return this.context.ledger.accuse({
      line: line.number,
      text: line.text,
      format: 'linux-libata',
      device: only.device,
      member: null,
      position: { unit: 'logical', from, length: 1 },
      names: 'exact',
      request: null,
      operation: operationOf(only.name),
      trouble: maskTrouble(result[2]!) ?? resultTrouble(file),
    });
  }

  /** The only command near whose result is still to come; most results name no port. */
  #waiting(port: string | null, line: number): Group | null {
    const waiting = [...this.#groups.groups(line)].filter(
      (group) =>
        !group.hasResult &&
        line - group.line <= RESULT_WINDOW_LINES &&
        (port === null || group.device === port),
    );
    return waiting.length === 1 ? waiting[0]! : null;
  }

  /** The error register in words: all there is where the result's line is lost. */
  #readError(port: string, words: string, line: LogLine): boolean {
    const group = this.#groups.touch(port, line.number);
    if (group === undefined || group.request === null) return false;
    group.trouble ??= ataTroubleInWords(words);
    return true;
  }

  #accuse(group: Group): void {
    const { line, text, device, request, trouble } = group;
    if (request === null) return;
    this.context.ledger.accuse({
      line,
      text,
      format: 'linux-libata',
      device,
      member: null,
      ...exactInside(request, group.toldLba, 'logical'),
      operation: request.operation,
      trouble,
    });
  }
}

function operationOf(name: string): Operation | null {
  if (name.includes('VERIFY')) return 'verify';
  if (name.startsWith('READ')) return 'read';
  return name.startsWith('WRITE') ? 'write' : null;
}

function taskFile(registers: string): TaskFile {
  const [command, feature, count, l0, l1, l2, featureHigh, countHigh, l3, l4, l5, device] =
    hexBytes(registers) as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ];
  const lba = [l0, l1, l2, l3, l4, l5] as const;
  return { command, feature, featureHigh, count, countHigh, lba, device };
}

/** ata_err_string: what happened on the way comes before what the disk's registers say. */
function maskTrouble(words: string): Trouble | null {
  if (words === 'timeout') return { kind: 'timeout', words };
  return words === 'ATA bus error' ? { kind: 'cable', words } : null;
}
