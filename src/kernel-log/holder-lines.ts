// Disks that come and leave, in the words of their layers. Nothing is accused here.

import { cleanText } from '../vocabulary/text.ts';
import type { LogContext } from './context.ts';
import type { Family, LogLine } from './family.ts';

/** sys/cam/cam_xpt.c: xpt_announce_periph, xpt_denounce_periph (which begins with the same line). */
const CAM_AT = /\b((?:ada|da|nda)\d{1,5}) at \S{1,40} bus \d+ scbus\d+ target \d+ lun /;
const CAM_DETACHED =
  /\b((?:ada|da|nda)\d{1,5}): <([^>]{1,80})>(?: s\/n (\S.{0,80}?))?\s{1,8}detached/;
const CAM_MODEL = /\b((?:ada|da|nda)\d{1,5}): <([^>]{1,80})> .{1,80}device\b/;
const CAM_SERIAL = /\b((?:ada|da|nda)\d{1,5}): Serial Number (\S.{0,80})/;
/** drivers/scsi/scsi_scan.c, scsi_add_lun: type, vendor, model, revision in their columns. */
const SCSI_FOUND = /scsi (\d+:\d+:\d+:\d+): Direct-Access\s{1,9}(\S.{7})\s(.{16})\s.{4}\s{1,2}PQ: /;
/** drivers/scsi/sd.c: sd_print_capacity, sd_probe; "hardware sectors" until 2.6.29. */
const SD_SIZE =
  /sd (\d+:\d+:\d+:\d+): \[(sd[a-z]{1,4})\] (\d{1,15}) \d+-byte (?:logical blocks|hardware sectors)/;
const SD_ATTACHED = /sd (\d+:\d+:\d+:\d+): \[(sd[a-z]{1,4})\] Attached SCSI (?:removable )?disk/;

const PLACES_LIMIT = 1000;

interface Size {
  readonly line: number;
  readonly sectors: number;
}

export class HolderLines implements Family {
  readonly keywords = [
    ...[' scbus', ' detached', 'Serial Number ', 'device', 'Direct-Access', 'Attached SCSI '],
    ...['logical blocks', 'hardware sectors'],
  ];
  /** By H:C:T:L. */
  readonly #models = new Map<string, string>();
  /** Of disks that are being attached, by name. */
  readonly #sizes = new Map<string, Size>();
  /** The line on which a disk of CAM came, or begins to leave. */
  readonly #at = new Map<string, number>();

  constructor(private readonly context: LogContext) {}

  read({ number, text }: LogLine): boolean {
    return this.#cam(number, text) || this.#sd(number, text);
  }

  #cam(line: number, text: string): boolean {
    const { holders } = this.context;
    const [, came] = CAM_AT.exec(text) ?? [];
    if (came !== undefined) {
      holders.arrives(came, line);
      keep(this.#at, came, line);
      return true;
    }
    const [, left, was, serial] = CAM_DETACHED.exec(text) ?? [];
    if (left !== undefined) {
      // The line before was its farewell, not another's coming.
      if (this.#at.get(left) === line - 1) holders.takeBack(left);
      holders.tell(left, { model: clean(was!), ...(serial && { serial: clean(serial) }) });
      return true;
    }
    const [, name, value] = CAM_SERIAL.exec(text) ?? [];
    if (name !== undefined) {
      holders.tell(name, { serial: clean(value!) });
      return true;
    }
    const [, named, model] = CAM_MODEL.exec(text) ?? [];
    if (named === undefined) return false;
    holders.tell(named, { model: clean(model!) });
    return true;
  }

  #sd(line: number, text: string): boolean {
    const [, place, vendor, model] = SCSI_FOUND.exec(text) ?? [];
    if (place !== undefined) {
      keep(this.#models, place, clean(`${vendor} ${model}`));
      return true;
    }
    const [, , sized, sectors] = SD_SIZE.exec(text) ?? [];
    if (sized !== undefined) {
      keep(this.#sizes, sized, { line, sectors: Number(sectors) });
      return true;
    }
    const [, at, name] = SD_ATTACHED.exec(text) ?? [];
    if (name === undefined) return false;
    const size = this.#sizes.get(name);
    this.#sizes.delete(name);
    this.context.holders.arrives(name, size?.line ?? line, {
      model: this.#models.get(at!) ?? null,
      sectors: size?.sectors ?? null,
    });
    return true;
  }
}

function keep<Value>(map: Map<string, Value>, key: string, value: Value): void {
  map.delete(key);
  map.set(key, value);
  if (map.size > PLACES_LIMIT) map.delete(map.keys().next().value!);
}

function clean(text: string): string {
  return Buffer.from(cleanText(text.trim().replace(/\s+/g, ' '), 80)).toString();
}
