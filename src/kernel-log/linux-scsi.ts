// Linux's SCSI layer: drivers/scsi/scsi_logging.c and constants.c. "sd 6:0:0:0: [sdb] tag#71 ", then
// the result, the sense data and, last, the command.

import type { Trouble } from './accusation.ts';
import { ALIAS_LIMIT, type LogContext } from './context.ts';
import type { Family, LogLine } from './family.ts';
import { hexBytes } from './numbers.ts';
import { OpenGroups } from './open-groups.ts';
import { withoutPrefix } from './prefix.ts';
import { exactIn } from './request.ts';
import { scsiRequest } from './scsi-commands.ts';
import { CDB_TO_COME, printedCdb } from './scsi-commands-text.ts';
import {
  addRow,
  hostName,
  isSense,
  newGroup,
  readDump,
  readSense,
  type ScsiGroup,
  troubleOf,
} from './scsi-group.ts';
import { SENSE_ROWS } from './sense-bytes.ts';

/** "sd 6:0:0:0: [sdb] tag#71 "; before 2.6.24 without the name. */
const PATH =
  /(?:(?<!\w)([a-z]{2,5}) )?(\d{1,5}:\d{1,5}:\d{1,5}:\d{1,20}): (?:\[([a-z][\w-]{0,31})\] ?)?(tag#\d{1,6} )?/g;
/** Drivers of what is no disk: drivers/scsi/st.c, sr.c, osst.c, ch.c, ses.c. */
const NO_DISK = /^(?:st|sr|osst|ch|ses)$/;
/** A long command has a line for 16 bytes each. */
const CDB_PART = /CDB\[([\da-f]{2})\]: ((?:[\da-f]{2} ?){16})(?![\w[\ufffd]|[.:<+%/-]\w)/;
const RESULT = /Result: hostbyte=(\w{1,40})/;
const DUMP = /\(in hex\)|[Ss]ense (?:buffer|bytes):/;

/** SYNCHRONIZE CACHE (10) and (16). */
const FLUSHES = new Set([0x35, 0x91]);

/** What belongs to a group without naming it follows so closely. */
const NEAR_LINES = 4;

export class LinuxScsi implements Family {
  readonly keywords = [
    ...['CDB', 'cdb[', 'cdb\\[', 'ommand: ', 'Result: hostbyte'],
    ...['Sense Key : ', 'Sense: ', 'sense', 'ASC=', 'Info fld=', ':0:0:'],
  ];
  followsTo = 0;
  readonly #groups = new OpenGroups<ScsiGroup>((group) => this.#accuse(group));
  /** Names that the log gives addresses: "scsi0.0.0.0" is "sda". */
  readonly #names = new Map<string, string>();
  /** The group of the last line that had one. */
  #near: { readonly group: ScsiGroup; readonly line: number; readonly tag: string } | null = null;

  constructor(private readonly context: LogContext) {}

  read(line: LogLine): boolean {
    const paths = [...line.text.matchAll(PATH)].filter(
      ([, driver, , name]) => name !== undefined || driver === 'sd' || driver === 'scsi',
    );
    if (paths.length === 0) return this.#readRest(line);
    let said = false;
    for (const [index, path] of paths.entries()) {
      const [whole, driver, address, name, tag = ''] = path;
      if (NO_DISK.test(driver ?? '')) continue;
      const to = paths[index + 1]?.index ?? line.text.length;
      const words = line.text.slice(path.index + whole.length, to);
      said = this.#readWords(this.#deviceOf(address!, name), tag, words, line) || said;
    }
    return said;
  }

  end(): void {
    this.#groups.closeAll();
  }

  /** Where the line has no name, the one that the log gives the address elsewhere. */
  #deviceOf(address: string, name: string | undefined): string {
    const unnamed = `scsi${address.replaceAll(':', '.')}`;
    if (name === undefined) return this.#names.get(unnamed) ?? unnamed;
    if (this.#names.size < ALIAS_LIMIT) this.#names.set(unnamed, name);
    return name;
  }

  #readWords(device: string, tag: string, words: string, line: LogLine): boolean {
    const command = printedCdb(words);
    const part = CDB_PART.exec(words);
    const host = RESULT.exec(words)?.[1];
    const hasSense = isSense(words);
    if (command === null && part === null && host === undefined && !hasSense) {
      return this.#readsOn(device, tag, words, line);
    }
    const isNext = command !== null || host !== undefined || part?.[1] === '00';
    const group = this.#group(device, tag, isNext, line);
    if (host !== undefined) group.host = hostName(host);
    readSense(group, words);
    if (command !== null) this.#readCommand(group, command, line);
    else if (part !== null) this.#readPart(group, part, line);
    this.#near = { group, line: line.number, tag };
    return true;
  }

  /** "CDB:" or the head of a dump: what it announces stands below. */
  #readsOn(device: string, tag: string, words: string, line: LogLine): boolean {
    const open = this.#groups.touch(`${device} ${tag}`, line.number);
    if (open !== undefined && addRow(open, words)) return true;
    const isDump = DUMP.test(words);
    if (!isDump && !CDB_TO_COME.test(words) && /^\s*[\w[(]/.test(words)) return false;
    const group = this.#group(device, tag, !isDump, line);
    if (isDump) group.dump = [];
    this.#near = { group, line: line.number, tag };
    this.followsTo = line.number + (isDump ? 2 * SENSE_ROWS : NEAR_LINES);
    return true;
  }

  /** Without a path: of the group whose line stood just above. */
  #readRest(line: LogLine): boolean {
    const near = this.#near;
    if (near === null) return false;
    const words = withoutPrefix(line.text);
    const { group } = near;
    if (DUMP.test(words)) {
      group.dump = [];
      this.followsTo = line.number + 2 * SENSE_ROWS;
      return true;
    }
    if (addRow(group, words)) return true;
    if (line.number - near.line > NEAR_LINES) return false;
    const command = printedCdb(words, true);
    if (command !== null && group.command === null) {
      this.#readCommand(group, command, line);
      return true;
    }
    // Before 2.6 the line names its disk itself.
    const host = RESULT.exec(words)?.[1];
    if (/[Cc]urrent sd|: sense key|valid=0/.test(words)) return false;
    if (host === undefined && !isSense(words)) return false;
    if (host !== undefined) group.host = hostName(host);
    readSense(group, words);
    this.#near = { ...near, line: line.number };
    return true;
  }

  /** A second command or result of one name is another command's. */
  #group(device: string, tag: string, isNext: boolean, line: LogLine): ScsiGroup {
    const name = `${device} ${tag}`;
    const open = this.#groups.touch(name, line.number);
    if (open !== undefined && !(isNext && open.command !== null)) return open;
    return this.#groups.open(name, newGroup(device, line), line.number);
  }

  #readPart(group: ScsiGroup, part: RegExpExecArray, line: LogLine): void {
    const bytes = hexBytes(part[2]!);
    const at = Number.parseInt(part[1]!, 16);
    if (at === (group.command?.length ?? 0)) {
      this.#readCommand(group, [...(group.command ?? []), ...bytes], line);
    }
  }

  #readCommand(group: ScsiGroup, command: number[], line: LogLine): void {
    group.command = command;
    group.line = line.number;
    group.text = line.text;
    const request = scsiRequest(command);
    if (FLUSHES.has(command[0]!)) this.context.flushLine = line.number;
    if (request === null) return;
    this.context.recent.add({ line: line.number, device: group.device, ...request });
    this.context.votes.command(group.device, request.from, request.length, line.number);
  }

  #accuse(group: ScsiGroup): void {
    const { line, text } = group;
    const device = this.#names.get(group.device) ?? group.device;
    readDump(group);
    const request = group.command === null ? null : scsiRequest(group.command);
    const trouble = troubleOf(group);
    if (trouble === 'innocent') return;
    if (request === null) {
      if (group.command === null) this.#accuseLonely(group, device, trouble);
      return;
    }
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

  /** Its command is lost, or was never printed: the disk's word is all there is. */
  #accuseLonely({ line, text, toldLba }: ScsiGroup, device: string, trouble: Trouble | null): void {
    if (trouble?.kind !== 'medium' && trouble?.kind !== 'corrected') return;
    if (toldLba === null) return;
    this.context.ledger.accuse({
      line,
      text,
      format: 'linux-scsi',
      device,
      member: null,
      position: { unit: 'logical', from: toldLba, length: 1 },
      names: 'exact',
      request: null,
      operation: null,
      trouble,
    });
  }
}
