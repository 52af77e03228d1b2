// The SCSI layer before 2.6.24: the command with its address in one line, the disk's name and its sense
// data in the next: drivers/scsi/scsi_lib.c and constants.c, print_sense. Before 2.6 by numbers.

import type { Blame } from './accusation.ts';
import type { LogContext } from './context.ts';
import { numberedDevice } from './device-numbers.ts';
import type { Family, LogLine } from './family.ts';
import { hexNumber } from './numbers.ts';
import { exactIn } from './request.ts';
import { scsiRequest } from './scsi-commands.ts';
import { printedCdb } from './scsi-commands-text.ts';
import { senseTrouble } from './sense.ts';

/** "scsi1: ERROR on channel 0, id 0, lun 0, CDB: Read (10) 00 00 41 18 03 00 00 38 00" */
const COMMAND =
  /(?<!\w)scsi(\d{1,5}) ?: ERROR on channel (\d{1,3}), id (\d{1,5}), lun (\d{1,5}), (CDB: .{1,160})/;
/** "Current sda: sense key Medium Error", "Info fld=0x214a55b, Current sd08:11: sense key Hardware Error" */
const SENSE =
  /(\[valid=0\] ?)?(?:Info fld=0x([\da-f]{1,16}), ?)?(?:FMK |EOM |ILI )?[Cc]urrent (?:(sd[a-z]{1,4})|sd([\da-f]{2}):([\da-f]{2})): ?sense key ([A-Z][A-Za-z]*(?: [A-Z][A-Za-z]*)?)/;
/** 2.6.10 to 2.6.23: "sda: Current: sense key: Medium Error" */
const SENSE_26 =
  /(?<!\w)(sd[a-z]{1,4}): [Cc]urrent(?: \[descriptor\])?: sense key:? ([A-Z][A-Za-z]*(?: [A-Z][A-Za-z]*)?)/;

/** Between the command and its sense data; those of other disks come in between. */
const WINDOW_LINES = 4;

interface Command {
  readonly line: number;
  readonly text: string;
  readonly address: string;
  readonly cdb: readonly number[];
}

export class LinuxScsiOld implements Family {
  readonly keywords = ['ERROR on channel', 'ense key'];
  #waiting: Command | null = null;

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
    const said = this.#readSense(line);
    return said || cdb !== null;
  }

  end(): void {
    this.#release();
  }

  #readSense(line: LogLine): boolean {
    const [, invalid, info, name, major, minor, key] = SENSE.exec(line.text) ?? [];
    const [, newName, newKey] = SENSE_26.exec(line.text) ?? [];
    const numbered = major === undefined ? null : numberedDevice(major, minor!);
    const device = name ?? newName ?? numbered?.disk;
    if (device === undefined) return false;
    const words = key ?? newKey!;
    const trouble = senseTrouble(words, null, words);
    const told = info === undefined || invalid !== undefined ? null : hexNumber(info) || null;
    const waiting = this.#waiting;
    this.#waiting = null;
    if (trouble === null) return true;
    const isNear = waiting !== null && line.number - waiting.line <= WINDOW_LINES;
    const request = isNear ? scsiRequest(waiting.cdb) : null;
    if (request !== null) {
      this.context.recent.add({ line: waiting!.line, device, ...request });
      const { operation } = request;
      this.#accuse(waiting!, { device, operation, trouble, ...exactIn(request, told, 'logical') });
    } else if (told !== null) {
      const position = { unit: 'logical', from: told, length: 1 } as const;
      const alone = { position, names: 'exact', request: null, operation: null } as const;
      this.#accuse({ line: line.number, text: line.text }, { device, trouble, ...alone });
    }
    return true;
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
