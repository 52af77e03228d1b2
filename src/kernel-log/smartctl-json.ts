// "smartctl -j", whole or in part, in many lines or in one: ataprint.cpp, nvmeprint.cpp, scsiprint.cpp.

import type { Trouble } from './accusation.ts';
import { ataTrouble } from './ata-commands.ts';
import type { LogContext } from './context.ts';
import { isWholeDisk } from './device-names.ts';
import type { Family, LogLine } from './family.ts';
import { JsonWalk, type Values } from './json-walk.ts';
import { wholeNumber } from './numbers.ts';
import { nvmeTrouble } from './nvme-commands.ts';
import { senseTrouble } from './sense.ts';
import { errorLog, type Said } from './smartctl.ts';
import { isNowhere } from './smartctl-error-log.ts';

const BEGINS =
  /"(?:json_format_version|smartctl|ata_smart_error_log|ata_smart_self_test_log|ata_pending_defects_log|nvme_error_information_log|scsi_background_scan|completion_registers)" ?:/;
const MEDIA_ERRORS = 2;

export class SmartctlJson implements Family {
  readonly keywords = ['"json_format_version"', '"smartctl"', '"completion_registers"'].concat([
    '"ata_smart_error_log"',
    '"ata_smart_self_test_log"',
    '"ata_pending_defects_log"',
    '"nvme_error_information_log"',
    '"scsi_background_scan"',
  ]);
  followsTo = 0;
  #walk: JsonWalk | null = null;
  #device: string | null = null;
  #line: LogLine = { number: 0, text: '' };
  #hasSaid = false;

  constructor(private readonly context: LogContext) {}

  read(line: LogLine): boolean {
    const text = line.raw ?? line.text;
    if (this.#walk === null || line.number > this.followsTo) {
      if (!BEGINS.test(text)) return false;
      this.#device = null;
      this.#walk = new JsonWalk((path, values) => this.#readObject(path, values));
      // The object that this line is in has begun above it; or the line is all of it.
      if (text.trimStart().startsWith('{')) this.#walk.push('"":');
    }
    this.#line = line;
    this.#hasSaid = false;
    this.#walk.push(text);
    this.followsTo = this.#walk.hasEnded ? line.number : line.number + 1;
    if (this.#walk.hasEnded) this.#walk = null;
    return this.#hasSaid;
  }

  #readObject(path: readonly string[], values: Values): void {
    const key = path.at(-1) ?? '';
    const above = path.join('.');
    const number = (name: string) => wholeNumber(values.get(name));
    if (key === 'device') this.#device = deviceOf(values.get('name') ?? '');
    const blockBytes = number('logical_block_size');
    if (blockBytes !== null) {
      this.context.blockSizes.tell(this.#device, blockBytes, this.#line.number);
    }
    if (values.has('completion_registers.lba')) {
      this.#accuse(ataError(values));
      return;
    }
    const lba = number('lba') ?? number('lba.value') ?? number('LBA');
    if (lba === null) return;
    const said = (trouble: Trouble | null) => this.#accuse(trouble && exact(lba, trouble));
    if (/self_test/.test(above)) {
      const isFailed =
        values.get('status.passed') === 'false' || values.has('self_test_result.value');
      if (isFailed) said({ kind: 'medium', words: values.get('status.string') ?? 'self-test' });
    } else if (/pending_defects/.test(above)) said({ kind: 'medium', words: 'pending defect' });
    else if (/nvme_error_information_log/.test(above)) said(nvmeError(values));
    else if (/background_scan/.test(above) && lba !== 0) {
      const words = values.get('sense_key.string') ?? 'background scan';
      said(senseTrouble(number('sense_key.value') ?? 3, number('asc'), words));
    }
  }

  #accuse(said: Said | null): void {
    if (said === null) return;
    const { number, text } = this.#line;
    const nobody = { member: null, request: null, operation: null };
    const device = this.#device;
    const format = 'smartctl';
    const accused = this.context.ledger.accuse({
      line: number,
      text,
      format,
      device,
      ...nobody,
      ...said,
    });
    this.#hasSaid ||= accused;
  }
}

function exact(lba: number, trouble: Trouble): Said {
  return { position: { unit: 'logical', from: lba, length: 1 }, names: 'exact', trouble };
}

/** In words; or by the registers, where 24 bits and the lower half of DEVICE are the LBA. */
function ataError(values: Values): Said | null {
  const said = errorLog(values.get('error_description') ?? '');
  if (said !== null) return isNowhere(said.position.from) ? null : said;
  const [low, device, error] = ['lba', 'device', 'error'].map((name) =>
    wholeNumber(values.get(`completion_registers.${name}`)),
  );
  const trouble = ataTrouble(error ?? 0);
  if (low === null || low === undefined || trouble === null) return null;
  if (trouble.kind !== 'medium' && trouble.kind !== 'not-found') return null;
  const lba = low < 2 ** 24 ? low + ((device ?? 0) & 15) * 2 ** 24 : low;
  return isNowhere(lba) ? null : exact(lba, trouble);
}

function nvmeError(values: Values): Trouble | null {
  const [sct, sc] = ['status_code_type', 'status_code'].map((name) =>
    wholeNumber(values.get(`status_field.${name}`)),
  );
  const words = values.get('status_field.string') ?? 'media error';
  return sct === MEDIA_ERRORS && typeof sc === 'number' ? nvmeTrouble(sct, sc, words) : null;
}

/** What smartctl was asked for may be a controller or a pass-through node: no disk's name. */
function deviceOf(path: string): string | null {
  const name = path.replaceAll('\\/', '/').replace(/^\/dev\//, '');
  if (/^nvme\d{1,4}$/.test(name)) return `${name} nsid 1`;
  return /^[\w./-]{1,100}$/.test(name) && isWholeDisk(name) ? name : null;
}
