// The SCSI layer before 2.6.24: the command with its address in one line, the disk's name and its sense
// data in the next ones: drivers/scsi/scsi_lib.c and constants.c, __scsi_print_sense. Before 2.6 by numbers.

import type { Blame, Trouble } from './accusation.ts';
import type { LogContext } from './context.ts';
import { numberedDevice } from './device-numbers.ts';
import type { Family, LogLine } from './family.ts';
import { hexNumber } from './numbers.ts';
import { withoutPrefix } from './prefix.ts';
import { exactIn, type Request } from './request.ts';
import { scsiRequest } from './scsi-commands.ts';
import { printedCdb } from './scsi-commands-text.ts';
import { senseTrouble } from './sense.ts';
import { SENSE_ROWS, senseData, senseRow } from './sense-bytes.ts';

/** "scsi1: ERROR on channel 0, id 0, lun 0, CDB: Read (10) 00 00 41 18 03 00 00 38 00" */
const COMMAND =
  /(?<!\w)scsi(\d{1,5}) ?: ERROR on channel (\d{1,3}), id (\d{1,5}), lun (\d{1,5}), (CDB: .{1,160})/;
/** "Current sda: sense key Medium Error", "Info fld=0x214a55b, Current sd08:11: sense key Hardware Error" */
const SENSE =
  /(\[valid=0\] ?)?(?:Info fld=0x([\da-f]{1,16}), ?)?(?:FMK |EOM |ILI )?[Cc]urrent (?:(sd[a-z]{1,4})|sd([\da-f]{2}):([\da-f]{2})): ?sense key ([A-Z][A-Za-z]*(?: [A-Z][A-Za-z]*)?)/;
/** 2.6.10 to 2.6.23: "sda: Current: sense key: Medium Error", or "sda: Current [descriptor]: sense key=0x3" */
const SENSE_26 =
  /(?<!\w)(sd[a-z]{1,4}): (?:[Cc]urrent|<<DEFERRED>>)(?: \[descriptor\])?: sense key(?::? ([A-Z][A-Za-z]*(?: [A-Z][A-Za-z]*)?)|=0x([\da-f]{1,2})(?!\w))/;
/** On a line of its own, below. */
const INFO = /(?<!\w)Info fld=0x([\da-f]{1,16})(?![\w[\ufffd]|[.:<+%/-]\w)/;
const DUMP = /\(in hex\):/;

/** Between the command and its sense data; those of other disks come in between. */
const WINDOW_LINES = 4;
/** From the sense key to the line that tells the sector. */
const INFO_LINES = 8;

interface Command {
  readonly line: number;
  readonly text: string;
  readonly address: string;
  readonly cdb: readonly number[];
}

/** What a disk said, before the line or the bytes that may hold its sector. */
interface Sensed {
  readonly line: number;
  readonly text: string;
  readonly device: string;
  readonly trouble: Trouble;
  /** null: the command is not shown, or not near. */
  readonly request: Request | null;
  readonly isDeferred: boolean;
  toldLba: number | null;
  dump: number[] | null;
}

export class LinuxScsiOld implements Family {
  readonly keywords = ['ERROR on channel', 'ense key', 'Info fld=', '(in hex)'];
  followsTo = 0;
  #waiting: Command | null = null;
  #sensed: Sensed | null = null;

  constructor(private readonly context: LogContext) {}

  read(line: LogLine): boolean {
    const { number, text } = line;
    const command = COMMAND.exec(text);
    const cdb = command === null ? null : printedCdb(command[5]!);
    if (cdb !== null) {
      this.#release();
      const address = `scsi${command!.slice(1, 5).join('.')}`;
      this.#waiting = { line: number, text, address, cdb };
    }
    const said = this.#readSense(line) || this.#readMore(line);
    return said || cdb !== null;
  }

  end(): void {
    this.#release();
    this.#accuseSensed();
  }

  #readSense(line: LogLine): boolean {
    const [, invalid, info, name, major, minor, key] = SENSE.exec(line.text) ?? [];
    const [whole = '', newName, newKey, newCode] = SENSE_26.exec(line.text) ?? [];
    const numbered = major === undefined ? null : numberedDevice(major, minor!);
    const device = name ?? newName ?? numbered?.disk;
    if (device === undefined) return false;
    this.#accuseSensed();
    const code = newCode === undefined ? null : Number.parseInt(newCode, 16);
    const words = key ?? newKey ?? `sense key ${code}`;
    const trouble = senseTrouble(code ?? words, null, words);
    const told = info === undefined || invalid !== undefined ? null : hexNumber(info) || null;
    const waiting = this.#waiting;
    this.#waiting = null;
    if (trouble === null) return true;
    const isNear = waiting !== null && line.number - waiting.line <= WINDOW_LINES;
    const request = isNear ? scsiRequest(waiting.cdb) : null;
    const at = request === null ? line.number : waiting!.line;
    if (request !== null) this.context.recent.add({ line: at, device, ...request });
    const text = request === null ? line.text : waiting!.text;
    const isDeferred = whole.includes('DEFERRED');
    const said = { device, trouble, request, isDeferred, toldLba: told, dump: null };
    this.#sensed = { line: at, text, ...said };
    // Before 2.6 the sector stands in the line itself.
    if (newName === undefined) this.#accuseSensed();
    this.followsTo = line.number + INFO_LINES;
    return true;
  }

  /** "Info fld=", or the head and the rows of the sense data in hexadecimal. */
  #readMore({ number, text }: LogLine): boolean {
    const sensed = this.#sensed;
    if (sensed === null || number > this.followsTo) return false;
    const words = withoutPrefix(text);
    if (DUMP.test(words)) {
      sensed.dump = [];
      this.followsTo = number + 2 * SENSE_ROWS;
      return true;
    }
    const info = INFO.exec(words)?.[1];
    if (info !== undefined) sensed.toldLba = hexNumber(info) || null;
    const row = sensed.dump === null ? null : senseRow(words);
    if (row !== null && sensed.dump!.length < 16 * SENSE_ROWS) sensed.dump!.push(...row);
    return info !== undefined || row !== null;
  }

  #accuseSensed(): void {
    const sensed = this.#sensed;
    this.#sensed = null;
    if (sensed === null) return;
    const { device, trouble, request, isDeferred, dump } = sensed;
    const told = sensed.toldLba ?? ((dump && senseData(dump)?.information) || null);
    if (request !== null && !isDeferred) {
      const { operation } = request;
      this.#accuse(sensed, { device, operation, trouble, ...exactIn(request, told, 'logical') });
    } else if (told !== null) {
      const position = { unit: 'logical', from: told, length: 1 } as const;
      const alone = { position, names: 'exact', request: null, operation: null } as const;
      this.#accuse(sensed, { device, trouble, ...alone });
    }
  }

  /** Its disk was never named. */
  #release(): void {
    const waiting = this.#waiting;
    this.#waiting = null;
    const request = waiting === null ? null : scsiRequest(waiting.cdb);
    if (request === null) return;
    const { operation } = request;
    const device = waiting!.address;
    this.#accuse(waiting!, {
      device,
      operation,
      trouble: null,
      ...exactIn(request, null, 'logical'),
    });
  }

  #accuse(
    { line, text }: Pick<Command, 'line' | 'text'>,
    said: Omit<Blame, 'line' | 'text' | 'format' | 'member'>,
  ): void {
    this.context.ledger.accuse({ line, text, format: 'linux-scsi', member: null, ...said });
  }
}
