// Lines that speak of a failing disk and name no sector: a log that has them does not accuse nothing.

import { cleanText } from '../vocabulary/text.ts';
import type { LogContext } from './context.ts';
import { diskOf, plainName } from './device-names.ts';
import type { Family, LogLine } from './family.ts';
import { GROUP_WINDOW_LINES } from './open-groups.ts';

/** What drives, drivers and smartctl say of a failure. */
const FAILING = new RegExp(
  [
    String.raw`I\/O (?:read )?error|i\/o error|Uncorrectable|UNCORRECTABLE|error: \{ (?:UNC|IDNF)`,
    String.raw`[Mm]edium [Ee]rror|MEDIUM ERROR|HARDWARE ERROR|Hardware Error|[Ss]ense [Kk]ey ?[:=] ?0x[34](?!\w)`,
    String.raw`Unrecovered read error|UNRECOVERED READ ERROR|\(media error\)|Retries exhausted`,
    String.raw`FAILURE - (?:READ|WRITE)|QID \d{1,5} timeout|Disk failure on|exceeded read_error threshold`,
    String.raw`writeback error on|eid=\d{1,10} class=(?:io|checksum|data) |ereport\.fs\.zfs\.(?:io|checksum|data)|zio error=`,
    String.raw`(?:pool|vdev) (?:I\/O|probe) failure|has detected an? (?:io|checksum|data) error|Failed to authenticate \d`,
    String.raw`Sector repair completed|Drive ECC error|uncorrectable data error|hard error (?:cmd=|read|writ)|unable to fixup|errs: wr [1-9]|errs: wr \d+, rd [1-9]`,
    String.raw`Error: (?:UNC|IDNF)|(?:read|unknown|electrical|servo\/seek) failure|Fatal or unknown error`,
    'failed segment|unknown test error|self-assessment test result: FAILED|SMART Health Status: (?!OK)',
  ].join('|'),
);
/** Reports and counters: no line beside them says where. */
const STANDS_ALONE =
  /Error: [UI]|failure|FAILED|unknown (?:test )?error|failed segment|Health Status|errs: wr|class=|has detected/;
/** Of what is no disk, or was made good. */
const HARMLESS =
  /(?:dev(?:ice)?|\[) ?(?:sr|fd|loop|st|scd|zram)\d|(?<!\w)(?:s[rt]|n?sa|cd)\d+: |\((?:cd|sa|pass|ch|ses)\d+:|phys_seg 0|op 0x[23]:/;
/** A disk in a line that may have others of its command beside it. */
const DISK =
  /(?<![\w-])((?:sd|vd|hd|xvd|dasd)[a-z]{1,4}(?=\d{0,4}(?!\w))|(?:ata\d{1,4}\.\d{1,2}|(?:nvme|nda|nvd|ada|ad|da|mmcblk|vtbd|nbd|md)\d{1,4}|dm-\d{1,4}))/;

export const MUTE_SHOWN = 8;
const TEXT_LIMIT = 160;
/** A line of a command that names no disk stands so near to the others. */
const NAMELESS_LINES = 8;
const DISKS_LIMIT = 256;
const NAMELESS = '';
const ALONE = '*';
/** "zpool events -v" has its numbers far below the event's name. */
const EVENT = 'ereport';
const NO_ALIASES: ReadonlyMap<string, string> = new Map();

export interface MuteLine {
  readonly line: number;
  readonly text: string;
}

export class MuteLines implements Family {
  readonly keywords = [
    ...[
      '/O error',
      '/O read error',
      '/o error',
      'ncorrectable',
      'Sector repair',
      'ECC error',
      'UNCORRECTABLE',
      'error: {',
    ],
    ...['edium', 'MEDIUM', 'HARDWARE ERROR', 'Hardware Error', 'ense key', 'Sense Key'],
    ...[
      'Unrecovered',
      'UNRECOVERED',
      'media error',
      'exhausted',
      'FAILURE',
      'QID ',
      'Disk failure',
    ],
    ...['read_error', 'writeback error', 'class=', 'ereport.fs', 'zio error', 'has detected a'],
    ...[
      'to authenticate',
      'unable to fixup',
      'errs: wr',
      'Error: ',
      ' failure',
      'unknown error',
      'test error',
    ],
    ...['failed segment', 'FAILED', 'Health Status'],
  ];
  count = 0;
  readonly first: MuteLine[] = [];
  /** Those that a line of the same disk, still to be understood, may explain. */
  readonly #waiting = new Map<string, MuteLine[]>();
  #oldest = Number.POSITIVE_INFINITY;
  /** The last lines that named a sector, by disk. */
  readonly #named = new Map<string, number>();

  constructor(context: LogContext) {
    context.ledger.onAccused = ({ line, device, member, format }) => {
      this.#explain(NAMELESS, line, NAMELESS_LINES);
      if (format === 'zfs') this.#explain(EVENT, line);
      for (const name of [device, member]) if (name !== null) this.#explain(keyOf(name), line);
      this.#named.set(ALONE, line);
    };
  }

  /** Says nothing itself. */
  read({ number, text }: LogLine): boolean {
    if (!FAILING.test(text) || HARMLESS.test(text)) return false;
    if (number - this.#oldest > 2 * GROUP_WINDOW_LINES) this.#settle(number);
    if (this.#named.get(ALONE) === number) return false;
    const key = keyOfLine(text);
    const last = key === ALONE || key === EVENT ? undefined : this.#named.get(key);
    const reach = key === NAMELESS ? NAMELESS_LINES : GROUP_WINDOW_LINES;
    if (last !== undefined && number - last <= reach) return false;
    const shown = Buffer.from(cleanText(text.trim(), TEXT_LIMIT)).toString();
    const waiting = this.#waiting.get(key) ?? [];
    waiting.push({ line: number, text: shown });
    this.#waiting.set(key, waiting);
    this.#oldest = Math.min(this.#oldest, number);
    return false;
  }

  end(): void {
    this.#settle(Number.POSITIVE_INFINITY);
  }

  /** `line` names a sector of that disk. */
  #explain(key: string, line: number, reach = GROUP_WINDOW_LINES): void {
    this.#named.set(key, Math.max(line, this.#named.get(key) ?? 0));
    if (this.#named.size > DISKS_LIMIT) this.#named.delete(this.#named.keys().next().value!);
    const waiting = this.#waiting.get(key);
    if (waiting === undefined) return;
    const left = waiting.filter((one) => Math.abs(one.line - line) > reach);
    if (left.length > 0) this.#waiting.set(key, left);
    else this.#waiting.delete(key);
  }

  /** Of those far above `number` nothing more is to come. */
  #settle(number: number): void {
    const mute: MuteLine[] = [];
    this.#oldest = Number.POSITIVE_INFINITY;
    for (const [key, waiting] of this.#waiting) {
      const isDone = ({ line }: MuteLine) => number - line > 2 * GROUP_WINDOW_LINES;
      mute.push(...waiting.filter(isDone));
      const left = waiting.filter((one) => !isDone(one));
      if (left.length > 0) this.#waiting.set(key, left);
      else this.#waiting.delete(key);
      this.#oldest = Math.min(this.#oldest, left[0]?.line ?? this.#oldest);
    }
    this.count += mute.length;
    mute.sort((a, b) => a.line - b.line);
    this.first.push(...mute.slice(0, MUTE_SHOWN - this.first.length));
  }
}

function keyOfLine(text: string): string {
  if (STANDS_ALONE.test(text)) return ALONE;
  return text.includes('ereport.') ? EVENT : keyOf(DISK.exec(text)?.[1] ?? NAMELESS);
}

/** Controllers for their namespaces: lines of both kinds belong to one command. */
function keyOf(name: string): string {
  const { disk } = diskOf(name, NO_ALIASES);
  return /^(nvme\d+)/.exec(disk)?.[1] ?? plainName(disk);
}
