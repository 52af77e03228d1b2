// "smartctl -j" and nvme-cli's "-o json", whole or in part, in many lines or in one: ataprint.cpp, nvmeprint.cpp
// and scsiprint.cpp; nvme-print-json.c, json_error_log and json_self_test_log.

import type { KernelLogFormat, Trouble } from './accusation.ts';
import { ataTrouble, type TaskFile } from './ata-commands.ts';
import type { LogContext } from './context.ts';
import { isWholeDisk } from './device-names.ts';
import type { Family, LogLine } from './family.ts';
import { JsonWalk, type Values } from './json-walk.ts';
import { wholeNumber } from './numbers.ts';
import { hasSelfTestFailed, nvmeCliTrouble } from './nvme-cli.ts';
import { nvmeTrouble } from './nvme-commands.ts';
import { senseTrouble } from './sense.ts';
import { errorLog, type Said } from './smartctl.ts';
import { commandHolds, isNowhere } from './smartctl-error-log.ts';

/** A whole report, or a part of one that was pasted from here on. */
const KEYS = [
  ...['json_format_version', 'smartctl', 'completion_registers', 'ata_smart_error_log'],
  ...['ata_smart_self_test_log', 'ata_pending_defects_log', 'nvme_error_information_log'],
  ...['nvme_self_test_log', 'scsi_background_scan', 'scsi_pending_defects', 'scsi_self_test_0'],
  'List of Valid Reports',
];
const BEGINS = new RegExp(`"(?:${KEYS.join('|')})" ?:|"errors" ?: ?\\[`);
/** How a line of JSON begins. */
const JSON_LINE = /^\s*(?:["{}[\]]|-?\d{1,20},?\s*$|true|false|null)/;
/** Of lines that are none in the midst of an object: then it was cut off. */
const STRANGERS_LIMIT = 16;
const MEDIA_ERRORS = 2;
/** smartctl lists five. */
const COMMANDS_LIMIT = 16;

export class SmartctlJson implements Family {
  readonly keywords = [...KEYS, 'errors'].map((key) => `"${key}"`);
  followsTo = 0;
  #walk: JsonWalk | null = null;
  #device: string | null = null;
  #line: LogLine = { number: 0, text: '' };
  #hasSaid = false;
  #strangers = 0;
  /** The registers of the commands that led to the error whose object is open. */
  #commands: Values[] = [];

  constructor(private readonly context: LogContext) {}

  read(line: LogLine): boolean {
    const text = line.raw ?? line.text;
    if (this.#isOver(text, line.number)) this.#walk = null;
    if (this.#walk === null) {
      if (!BEGINS.test(text)) return false;
      this.#device = null;
      this.#strangers = 0;
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

  /** What had begun has ended, or was cut off: other lines follow. */
  #isOver(text: string, number: number): boolean {
    const walk = this.#walk;
    if (walk === null || number > this.followsTo) return true;
    if (walk.isOutside && text.trimStart().startsWith('{')) return true;
    if (JSON_LINE.test(text)) {
      this.#strangers = 0;
      return false;
    }
    return walk.isOutside || ++this.#strangers > STRANGERS_LIMIT;
  }

  #readObject(path: readonly string[], values: Values): void {
    const key = path.at(-1) ?? '';
    const number = (name: string) => wholeNumber(values.get(name));
    if (key === 'device') this.#device = deviceOf(values.get('name') ?? '');
    const blockBytes = number('logical_block_size');
    if (blockBytes !== null) {
      this.context.blockSizes.tell(this.#device, blockBytes, this.#line.number);
    }
    if (key === 'registers' && path.includes('previous_commands')) {
      if (this.#commands.length < COMMANDS_LIMIT) this.#commands.push(values);
      return;
    }
    if (values.has('completion_registers.lba')) {
      const isLong = path.includes('extended');
      const commands = this.#commands.map((registers) => fileOf(registers, isLong));
      this.#commands = [];
      this.#accuse(listed(ataError(values), commands, isLong));
      return;
    }
    const said = objectSaid(path.join('.'), values);
    if (said !== null) this.#accuse(exact(said.lba, said.trouble), said.format);
  }

  #accuse(said: Said | null, format: KernelLogFormat = 'smartctl'): void {
    if (said === null) return;
    const { number, text } = this.#line;
    const nobody = { member: null, request: null, operation: null };
    const device = this.#device;
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

interface ToldObject {
  readonly lba: number;
  readonly trouble: Trouble;
  readonly format?: KernelLogFormat;
}

/** An object that has an LBA, by where it stands. */
function objectSaid(above: string, values: Values): ToldObject | null {
  const number = (name: string) => wholeNumber(values.get(name));
  const medium = (words: string): Trouble => ({ kind: 'medium', words });
  const found = ['lba', 'lba.value', 'lba_first_failure.value', 'Failing LBA'].map(number);
  const lba = found.find((one) => one !== null) ?? null;
  if (lba === null) return null;
  const told = (trouble: Trouble | null) => (trouble === null ? null : { lba, trouble });
  const failure = isNowhere(lba) ? null : { lba, trouble: medium(selfTestWords(values)) };
  if (/nvme_self_test_log/.test(above)) {
    return hasSelfTestFailed(number('self_test_result.value')) ? failure : null;
  }
  // Both have an LBA in no other case: ataPrintSmartSelfTestEntry, scsiPrintSelfTest.
  if (/scsi_self_test_\d|ata_smart_self_test_log/.test(above)) {
    return values.get('status.passed') === 'true' ? null : failure;
  }
  if (/List of Valid Reports/.test(above)) {
    const hasFailed = failure !== null && hasSelfTestFailed(number('Self test result'));
    return hasFailed ? { ...failure, format: 'nvme-cli' } : null;
  }
  if (/pending_defects/.test(above)) return told(medium('pending defect'));
  if (/nvme_error_information_log/.test(above)) return told(nvmeError(values));
  if (/(?:^|\.)errors\.\d/.test(above)) {
    const trouble = nvmeCliTrouble(number('status_field') ?? 0);
    return trouble === null ? null : { lba, trouble, format: 'nvme-cli' };
  }
  if (!/background_scan/.test(above) || lba === 0) return null;
  const words = values.get('sense_key.string') ?? 'background scan';
  return told(senseTrouble(number('sense_key.value') ?? 3, number('asc'), words));
}

function selfTestWords(values: Values): string {
  const words = ['status.string', 'result.string', 'self_test_result.string'].map((name) =>
    values.get(name),
  );
  return words.find((one) => one !== undefined) ?? 'self-test';
}

/** An LBA that no command of the list has is what the registers held before. */
function listed(said: Said | null, commands: readonly TaskFile[], isLong: boolean): Said | null {
  if (said === null || commands.length === 0) return said;
  const { from } = said.position;
  return commands.some((file) => commandHolds(file, from, isLong)) ? said : null;
}

/** smartctl joins the LBA's registers to one number, of 24 bits or of 48. */
function fileOf(registers: Values, isLong: boolean): TaskFile {
  const number = (name: string) => wholeNumber(registers.get(name)) ?? 0;
  const byte = (value: number, index: number) => Math.floor(value / 2 ** (8 * index)) % 256;
  const [features, count, lba] = [number('features'), number('count'), number('lba')];
  const at = (index: number) => (isLong || index < 3 ? byte(lba, index) : 0);
  return {
    command: number('command'),
    feature: byte(features, 0),
    featureHigh: byte(features, 1),
    count: byte(count, 0),
    countHigh: byte(count, 1),
    lba: [at(0), at(1), at(2), at(3), at(4), at(5)],
    device: number('device'),
  };
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
