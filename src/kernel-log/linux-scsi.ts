// Linux's SCSI layer: drivers/scsi/scsi_logging.c and constants.c. "sd 6:0:0:0: [sdb] tag#71 ", then
// the result, the sense data and, last, the command.

import type { Trouble } from './accusation.ts';
import type { LogContext } from './context.ts';
import type { Family, LogLine } from './family.ts';
import { hexBytes, hexNumber } from './numbers.ts';
import { OpenGroups } from './open-groups.ts';
import { exactIn } from './request.ts';
import { scsiRequest } from './scsi-commands.ts';
import { senseTrouble } from './sense.ts';

const PATH = /\d{1,5}:\d{1,5}:\d{1,5}:\d{1,20}: \[([a-z][\w-]{0,31})\] ?(tag#\d{1,6} )?/g;
/** "CDB: Read(10) 28 00 …"; up to 3.x "CDB: Read(10): 28 00 …". */
const CDB =
  /CDB: (?:[A-Z][^:[\]]{1,48}?:? )?((?:[\da-f]{2} ){5,31}[\da-f]{2})(?![\w[\ufffd]|[.:<+%/-]\w)/;
/** A long command has a line for 16 bytes each. */
const CDB_PART = /CDB\[([\da-f]{2})\]: ((?:[\da-f]{2} ?){16})(?![\w[\ufffd]|[.:<+%/-]\w)/;
const RESULT = /Result: hostbyte=(\w{1,40})/;
const SENSE_KEY = /Sense Key : (0x[\da-f]{1,2}|[A-Z][A-Za-z]*(?: [A-Z][A-Za-z]*)*)/;
const ADDITIONAL = /Add\. Sense: ([^\ufffd]{1,80})/;
const INFO = /Info fld=0x([\da-f]{1,16})(?![\w[\ufffd]|[.:<+%/-]\w)/;

interface Group {
  readonly device: string;
  /** The command's. */
  line: number;
  text: string;
  command: number[] | null;
  toldLba: number | null;
  key: string | number | null;
  additional: string | null;
  host: string | null;
}

export class LinuxScsi implements Family {
  readonly keywords = [
    ...['CDB', 'cdb[', 'cdb\\[', 'ommand: ', 'Result: hostbyte'],
    ...['Sense Key : ', 'Sense: ', 'sense', 'ASC=', 'Info fld='],
  ];
  readonly #groups = new OpenGroups<Group>((group) => this.#accuse(group));

  constructor(private readonly context: LogContext) {}

  read(line: LogLine): boolean {
    const paths = [...line.text.matchAll(PATH)];
    let said = false;
    for (const [index, path] of paths.entries()) {
      const to = paths[index + 1]?.index ?? line.text.length;
      const words = line.text.slice(path.index + path[0].length, to);
      said = this.#readWords(path[1]!, path[2] ?? '', words, line) || said;
    }
    return said;
  }

  end(): void {
    this.#groups.closeAll();
  }

  #readWords(device: string, tag: string, words: string, line: LogLine): boolean {
    const command = CDB.exec(words)?.[1];
    const part = CDB_PART.exec(words);
    const host = RESULT.exec(words)?.[1];
    const key = SENSE_KEY.exec(words)?.[1];
    const additional = ADDITIONAL.exec(words)?.[1];
    const info = INFO.exec(words)?.[1];
    if ((command ?? part ?? host ?? key ?? additional ?? info) === undefined) return false;
    const isNext = command !== undefined || host !== undefined || part?.[1] === '00';
    const group = this.#group(device, tag, isNext, line);
    if (host !== undefined) group.host = host;
    if (key !== undefined) group.key = key.startsWith('0x') ? Number(key) : key;
    if (additional !== undefined) group.additional = additional.trim();
    if (info !== undefined) group.toldLba = hexNumber(info);
    if (command !== undefined) this.#readCommand(group, hexBytes(command), line);
    else if (part !== null) this.#readPart(group, part, line);
    return true;
  }

  /** A second command or result of one name is another command's. */
  #group(device: string, tag: string, isNext: boolean, line: LogLine): Group {
    const name = `${device} ${tag}`;
    const open = this.#groups.touch(name, line.number);
    if (open !== undefined && !(isNext && open.command !== null)) return open;
    return this.#groups.open(name, newGroup(device, line), line.number);
  }

  #readPart(group: Group, part: RegExpExecArray, line: LogLine): void {
    const bytes = hexBytes(part[2]!);
    const at = Number.parseInt(part[1]!, 16);
    if (at === (group.command?.length ?? 0)) {
      this.#readCommand(group, [...(group.command ?? []), ...bytes], line);
    }
  }

  #readCommand(group: Group, command: number[], line: LogLine): void {
    group.command = command;
    group.line = line.number;
    group.text = line.text;
    const request = scsiRequest(command);
    if (request === null) return;
    this.context.recent.add({ line: line.number, device: group.device, ...request });
    this.context.votes.command(group.device, request.from, request.length, line.number);
  }

  #accuse(group: Group): void {
    const { line, text, device } = group;
    const request = group.command === null ? null : scsiRequest(group.command);
    const trouble = troubleOf(group);
    if (request === null || trouble === 'innocent') return;
    const placed = exactIn(request, group.toldLba, 'logical');
    const { operation } = request;
    const format = 'linux-scsi';
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

function newGroup(device: string, { number, text }: LogLine): Group {
  const nothing = { command: null, toldLba: null, key: null, additional: null, host: null };
  return { device, line: number, text, ...nothing };
}

function troubleOf({ key, additional, host }: Group): Trouble | null | 'innocent' {
  if (host === 'DID_TIME_OUT') return { kind: 'timeout', words: host };
  if (host === 'DID_NO_CONNECT' || host === 'DID_BAD_TARGET') return { kind: 'gone', words: host };
  // The host's word counts before the disk's: without an answer there is no sense data.
  if (host !== null && host !== 'DID_OK') return { kind: 'other', words: host };
  if (key === null) return null;
  const asc = additional?.startsWith('Logical block address out of range') ? 0x21 : null;
  return senseTrouble(key, asc, additional ?? String(key)) ?? 'innocent';
}
