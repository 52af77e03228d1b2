// ZFS: bytes of the node that a vdev is made of, its label included. Linux's module/os/linux/zfs/
// vdev_disk.c, vdev_disk_error; ZED's cmd/zed/zed.d/all-syslog.sh; FreeBSD's sbin/devd/
// zfs.conf; "zpool events -v", a name a line: cmd/zpool/zpool_main.c, zpool_do_events_nvprint.

import type { Operation, Trouble } from './accusation.ts';
import type { LogContext } from './context.ts';
import type { Family, LogLine } from './family.ts';
import { wholeNumber } from './numbers.ts';

const END = String.raw`(?![\w[\ufffd]|[.:<+%/-]\w)`;
/** Names of /dev; only those of by-path have colons. */
const VDEV = String.raw`(/dev/disk/by-path/[\w.+%/:-]{1,100}|[\w.+%/-]{1,128})`;
/** "zio pool=tank vdev=/dev/sdc1 error=5 type=1 offset=270336 size=8192 flags=180880" */
const ZIO = new RegExp(
  String.raw`(?<!\w)zio pool=[^ ]{1,255} vdev=${VDEV} error=(\d{1,5}) type=(\d{1,2}) offset=(\d{1,20}) size=(\d{1,12})${END}`,
  'g',
);
/** "eid=12 class=io pool='tank' vdev=sdc1 size=4096 offset=270336 …" */
const ZED = new RegExp(
  String.raw`(?<!\w)class=(io|checksum|data|delay|deadman) .{0,300}?vdev='?${VDEV}'? .{0,100}?size=(\d{1,12}) offset=(\d{1,20})${END}(?:.{0,60}? err=(\d{1,5}))?`,
);
/** "vdev I/O failure, zpool=tank path=/dev/ada0p3 offset=270336 size=8192 error=5" */
const DEVD = new RegExp(
  String.raw`(vdev I/O failure|checksum mismatch), zpool=[^ ]{1,255} path=${VDEV} offset=(\d{1,20}) size=(\d{1,12})${END}`,
);
const EVENT = /(?<!\w)ereport\.fs\.zfs\.(\w{1,30})/;
const VALUE =
  /(?<!\w)(class|vdev_path|zio_offset|zio_size|zio_err) = (?:"([\w.+%/:-]{1,128})"|(0x[\da-f]{1,16}|\d{1,20}))/;

/** zio_type of include/sys/zio.h: others touch no sector (free, claim, flush). */
const OPERATIONS = new Map<string, Operation>([
  ['1', 'read'],
  ['2', 'write'],
]);
const ENXIO = 6;
/** An event has some 30 values. */
const EVENT_LINES = 80;

interface Event {
  readonly line: number;
  readonly kind: string;
  path: string | null;
  offset: number | null;
  error: string | null;
}

export class Zfs implements Family {
  readonly keywords = ['zio', 'vdev', 'zpool=', 'ereport'];
  #event: Event | null = null;

  constructor(private readonly context: LogContext) {}

  read(line: LogLine): boolean {
    let said = this.#readEvent(line);
    for (const [, vdev, error, type, offset, size] of line.text.matchAll(ZIO)) {
      const operation = OPERATIONS.get(type!);
      if (operation === undefined) continue;
      said = this.#accuse(line, vdev!, offset, size, operation, troubleOf(error)) || said;
    }
    const [, kind, vdev, size, offset, error] = ZED.exec(line.text) ?? [];
    if (vdev !== undefined) {
      said = this.#accuse(line, vdev, offset, size, null, eventTrouble(kind!, error)) || said;
    }
    const [, words, path, at, length] = DEVD.exec(line.text) ?? [];
    if (path === undefined) return said;
    const trouble: Trouble = { kind: 'other', words: words! };
    return this.#accuse(line, path, at, length, null, trouble) || said;
  }

  #readEvent(line: LogLine): boolean {
    const kind = EVENT.exec(line.text)?.[1];
    if (kind !== undefined && kind !== this.#event?.kind) this.#event = null;
    if (kind !== undefined) {
      const { path = null, offset = null, error = null } = this.#event ?? {};
      this.#event = { line: line.number, kind, path, offset, error };
    }
    const event = this.#event;
    const [, name, text, number] = VALUE.exec(line.text) ?? [];
    if (event === null || name === undefined) return false;
    if (line.number - event.line > EVENT_LINES) {
      this.#event = null;
      return false;
    }
    if (name === 'vdev_path') event.path = text ?? null;
    else if (name === 'zio_err') event.error = String(wholeNumber(number) ?? '');
    else if (name === 'zio_offset') event.offset = wholeNumber(number);
    if (name !== 'zio_size' || event.path === null || event.offset === null) return true;
    this.#event = null;
    const { path, offset } = event;
    const size = String(wholeNumber(number) ?? '');
    const trouble = eventTrouble(event.kind, event.error ?? undefined);
    return this.#accuse(line, path, String(offset), size, null, trouble);
  }

  #accuse(
    { number, text }: LogLine,
    vdev: string,
    offset: string | undefined,
    size: string | undefined,
    operation: Operation | null,
    trouble: Trouble | null,
  ): boolean {
    const [from, length] = [wholeNumber(offset), wholeNumber(size)];
    if (from === null || !length) return false;
    return this.context.ledger.accuse({
      line: number,
      text,
      format: 'zfs',
      device: vdev.replace(/^\/dev\//, ''),
      member: null,
      position: { unit: 'byte', from, length },
      names: 'request',
      request: null,
      operation,
      trouble,
    });
  }
}

function troubleOf(error: string | undefined): Trouble {
  return { kind: Number(error) === ENXIO ? 'gone' : 'other', words: `error ${error ?? ''}`.trim() };
}

function eventTrouble(kind: string, error: string | undefined): Trouble {
  if (kind === 'delay' || kind === 'deadman') return { kind: 'timeout', words: kind };
  return kind === 'io' ? troubleOf(error) : { kind: 'other', words: `${kind} error` };
}
