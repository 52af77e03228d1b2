// FreeBSD's CAM: sys/cam/cam_periph.c, cam/ata/ata_all.c, cam/scsi/scsi_all.c, cam/nvme/nvme_all.c.
// A group of lines that all begin with the path "(da0:mps0:0:3:0): ", its command first.

import type { KernelLogFormat, Trouble } from './accusation.ts';
import {
  type AtaRequest,
  ataRequest,
  resultTrouble,
  type TaskFile,
  toldLba,
} from './ata-commands.ts';
import { parseAcb, parseRes } from './cam-task-file.ts';
import { ALIAS_LIMIT, type LogContext } from './context.ts';
import type { Family, LogLine } from './family.ts';
import { hexNumber } from './numbers.ts';
import { nvmeOperation } from './nvme-commands.ts';
import { OpenGroups } from './open-groups.ts';
import { exactIn, exactInside, type Placed, type Request } from './request.ts';
import { scsiRequest } from './scsi-commands.ts';
import { senseTrouble } from './sense.ts';

const PATH = /\(([a-z]{1,16}\d{1,6}):([a-z][\w-]{0,31}):\d{1,6}:\d{1,6}:(?:0x)?[\da-f]{1,16}\): ?/g;
const COMMAND = /\b(ACB|CDB|NCB): (.{0,200})/;
/** Up to FreeBSD 9.1 without leading zeros: sys/cam/scsi/scsi_all.c, scsi_cdb_string. */
const HEX_RUN = /^((?:[\da-f]{1,2} ){0,31}[\da-f]{1,2} ?)(?![\w[\ufffd]|[.:<+%/-]\w)/;
const NCB =
  /^opc=([\da-f]{1,2}) fuse=[\da-f]{1,2} nsid=([\da-f]{1,8}) .{0,60}cdw=([\da-f]{1,8}) ([\da-f]{1,8}) ([\da-f]{1,8}) /;
const RES = /\bRES: ((?:[\da-f]{2} ?){11})(?![\w[\ufffd]|[.:<+%/-]\w)/;
/** Up to FreeBSD 8 with the sector before the code: "MEDIUM ERROR info:4a10 asc:11,0". */
const SENSE =
  /(?:SCSI sense: )?(Deferred [Ee]rror: )?([A-Z][A-Za-z ]{2,30}?) (?:info(\??):([\da-f]{1,16}) )?(?:csi:[\da-f,]{1,40} )?asc:([\da-f]{1,2}),[\da-f]{1,2}(?: \(([^)]{1,80})\))?/;
const INFO = /^Info: (?:0x)?([\da-f]{1,16})(?![\w[\ufffd]|[.:<+%/-]\w)/;
const CAM_STATUS = /CAM [Ss]tatus: (.{1,60})/;
const SCSI_STATUS = /SCSI [Ss]tatus: (.{1,60})/;

/** The command came back because of another one's failure, or to be sent again. */
const INNOCENT = /Re-?queue|Busy|Queue Full|Task Set Full|Reservation Conflict/i;

type Target =
  | { readonly kind: 'ata'; readonly request: AtaRequest }
  | { readonly kind: 'scsi' | 'nvme'; readonly request: Request };

interface Group {
  readonly line: number;
  readonly text: string;
  readonly device: string;
  /** 'other': a command that moves no sectors; null: its line is lost. */
  readonly target: Target | 'other' | null;
  toldLba: number | null;
  trouble: Trouble | null;
  isInnocent: boolean;
  /** What the disk says of a command that it had answered long ago. */
  deferred: Trouble | null;
  hasStatus: boolean;
}

export class FreebsdCam implements Family {
  readonly keywords = [
    ...['ACB: ', 'CDB: ', 'NCB: ', 'RES: ', 'Info: ', ' asc:'],
    ...['CAM status: ', 'CAM Status: ', 'SCSI status: ', 'SCSI Status: '],
  ];
  readonly #groups = new OpenGroups<Group>((group) => this.#accuse(group));

  constructor(private readonly context: LogContext) {}

  read(line: LogLine): boolean {
    const paths = [...line.text.matchAll(PATH)];
    let said = false;
    for (const [index, path] of paths.entries()) {
      const to = paths[index + 1]?.index ?? line.text.length;
      const words = line.text.slice(path.index + path[0].length, to);
      said = this.#readWords(path[0].trim(), path[1]!, path[2]!, words, line) || said;
    }
    return said;
  }

  end(): void {
    this.#groups.closeAll();
  }

  #readWords(path: string, device: string, sim: string, words: string, line: LogLine): boolean {
    const command = COMMAND.exec(words);
    if (command !== null) {
      const target = this.#targetOf(command[1]!, command[2]!, device, sim);
      this.#forgetTwin(path, target, line.number);
      this.#groups.open(path, newGroup(line, device, target), line.number);
      return target !== null && target !== 'other';
    }
    const sense = SENSE.exec(words);
    const group =
      this.#groups.touch(path, line.number) ??
      (sense === null ? null : this.#groups.open(path, newGroup(line, device, null), line.number));
    return group !== null && readDetail(group, words, sense);
  }

  /** The same command again, and nothing was said of it yet: it is printed twice, not sent twice. */
  #forgetTwin(path: string, target: Group['target'], line: number): void {
    const before = this.#groups.touch(path, line);
    if (before === undefined || before.trouble !== null || before.toldLba !== null) return;
    if (target === null || target === 'other' || before.target === 'other') return;
    const [a, b] = [before.target?.request, target.request];
    if (a?.from === b.from && a.length === b.length && !before.hasStatus) before.isInnocent = true;
  }

  #targetOf(kind: string, text: string, device: string, sim: string): Target | 'other' | null {
    if (kind === 'NCB') return this.#nvmeTarget(text, device, sim);
    const run = HEX_RUN.exec(text)?.[1];
    if (run === undefined) return null;
    if (kind === 'ACB') {
      const file = parseAcb(run);
      const request = file === null ? null : ataRequest(file);
      return request === null ? 'other' : { kind: 'ata', request };
    }
    const request = scsiRequest(looseBytes(run));
    return request === null ? 'other' : { kind: 'scsi', request };
  }

  #nvmeTarget(text: string, device: string, sim: string): Target | 'other' | null {
    const [, opcode, nsid, cdw10, cdw11, cdw12] = NCB.exec(text) ?? [];
    if (opcode === undefined) return null;
    const names = this.context.aliases;
    if (names.size < ALIAS_LIMIT) names.set(device, `${sim} nsid ${hexNumber(nsid!)}`);
    const operation = nvmeOperation(Number.parseInt(opcode, 16));
    if (operation === null) return 'other';
    const from = hexNumber(cdw11!)! * 2 ** 32 + hexNumber(cdw10!)!;
    const length = (hexNumber(cdw12!)! & 0xffff) + 1;
    return { kind: 'nvme', request: { from, length, operation } };
  }

  #accuse(group: Group): void {
    const { line, text, device, target, trouble } = group;
    if (group.isInnocent || target === 'other') return;
    const isOwn = target !== null && (group.deferred === null || group.toldLba === null);
    const placed = isOwn ? placedIn(target, group.toldLba) : lonelySector(group);
    if (placed === null) return;
    this.context.ledger.accuse({
      line,
      text,
      format: isOwn ? FORMATS[target.kind] : 'freebsd-cam-scsi',
      device,
      member: null,
      ...placed,
      operation: isOwn ? target.request.operation : null,
      trouble: isOwn ? trouble : (group.deferred ?? trouble),
    });
  }
}

const FORMATS: Record<Target['kind'], KernelLogFormat> = {
  ata: 'freebsd-cam-ata',
  scsi: 'freebsd-cam-scsi',
  nvme: 'freebsd-nvme',
};

function newGroup(line: LogLine, device: string, target: Group['target']): Group {
  const { number, text } = line;
  const nothing = {
    toldLba: null,
    trouble: null,
    isInnocent: false,
    hasStatus: false,
    deferred: null,
  };
  return { line: number, text, device, target, ...nothing };
}

/** "28 0 0 0 47 40 0 7 e8 0" */
function looseBytes(run: string): number[] {
  return run
    .trim()
    .split(' ')
    .map((byte) => Number.parseInt(byte, 16));
}

function placedIn(target: Target, toldLba: number | null): Placed {
  const place = target.kind === 'ata' ? exactInside : exactIn;
  return place(target.request, toldLba, 'logical');
}

/** The command's line is lost, but the sense data says which sector it is. */
function lonelySector({ toldLba, trouble: own, deferred }: Group): Placed | null {
  const trouble = deferred ?? own;
  if (toldLba === null || (trouble?.kind !== 'medium' && trouble?.kind !== 'corrected'))
    return null;
  return { position: { unit: 'logical', from: toldLba, length: 1 }, names: 'exact', request: null };
}

function readDetail(group: Group, words: string, sense: RegExpExecArray | null): boolean {
  if (sense !== null) return readSense(group, sense);
  const info = INFO.exec(words)?.[1];
  if (info !== undefined) group.toldLba = hexNumber(info);
  const result = RES.exec(words)?.[1];
  if (result !== undefined) readResult(group, parseRes(result));
  const status = (CAM_STATUS.exec(words) ?? SCSI_STATUS.exec(words))?.[1];
  if (status !== undefined) readStatus(group, status);
  return info !== undefined || result !== undefined || status !== undefined;
}

function readResult(group: Group, result: TaskFile | null): void {
  const { target } = group;
  if (result === null || target === null || target === 'other' || target.kind !== 'ata') return;
  group.toldLba = toldLba(result, target.request.is28Bit);
  group.trouble = resultTrouble(result) ?? group.trouble;
}

function readSense(group: Group, sense: RegExpExecArray): boolean {
  const [, deferred, key, doubt, info, asc, words] = sense;
  const trouble = senseTrouble(key!, Number.parseInt(asc!, 16), words ?? key!);
  if (deferred !== undefined) {
    group.deferred = trouble;
    if (trouble === null) return false;
  } else {
    group.trouble = trouble;
    group.isInnocent = trouble === null;
  }
  // "info?": the drive does not vouch for it; inside the request it can be nothing else.
  const isUsable = doubt === '' || (group.target !== null && deferred === undefined);
  if (info !== undefined && isUsable) group.toldLba = hexNumber(info);
  return true;
}

function readStatus(group: Group, status: string): void {
  group.hasStatus = true;
  if (INNOCENT.test(status)) group.isInnocent = true;
  else if (/timeout/i.test(status)) group.trouble = { kind: 'timeout', words: status };
  else if (/parity\/CRC/i.test(status)) group.trouble = { kind: 'cable', words: status };
  else if (/not there|Not Present|Invalidated/i.test(status)) {
    group.trouble = { kind: 'gone', words: status };
  } else if (!/ATA Status Error|SCSI Status Error|Check Condition/.test(status)) {
    group.trouble ??= { kind: 'other', words: status };
  }
}
