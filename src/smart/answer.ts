// What smartctl said of a drive, believed where it shows that it is of this drive and that it was read.

import { identityText, wwnText } from '../disks/identity-text.ts';
import type { ProgramAnswer } from '../disks/program.ts';
import type { Device } from '../vocabulary/device.ts';
import type { SmartAnswer } from '../vocabulary/smart.ts';
import { cleanText } from '../vocabulary/text.ts';
import { at, countersOf, whole } from './counters.ts';

/** smartctl(8), EXIT STATUS. The others say that a drive is in trouble, and are no reason not to ask it. */
const NOT_UNDERSTOOD = 1;
const NOT_OPENED = 2;

const MOST_WORDS = 200;
/** A drive's whole logs are 100 kB. */
const MOST_JSON = 8 * 2 ** 20;
/** Nothing that is colder or hotter is a disk's word. */
const COLDEST_C = -60;
const HOTTEST_C = 150;

/** Never throws. */
export function smartAnswer(
  { stdout, stderr, trouble, status }: ProgramAnswer,
  device: Pick<Device, 'serial' | 'wwn'>,
  asked: Date,
): SmartAnswer {
  if (trouble !== null) return { whyNot: trouble };
  if (stdout.length > MOST_JSON) return { whyNot: 'smartctl says more than can be looked through' };
  const json = parsed(stdout);
  if (json === null) {
    const said = cleanText((stderr || stdout).trim().split('\n')[0] ?? '', MOST_WORDS);
    return { whyNot: `smartctl gave no JSON${said === '' ? '' : `: ${said}`}` };
  }
  const exitStatus = whole(at(json, 'smartctl.exit_status'));
  if (exitStatus === null || exitStatus !== status) {
    return {
      whyNot: `smartctl contradicts itself: exit status ${status}, and ${exitStatus} in its JSON`,
    };
  }
  const messages = messagesOf(json);
  if ((exitStatus & (NOT_UNDERSTOOD | NOT_OPENED)) !== 0) {
    const said = messages[0] ?? `exit status ${exitStatus}, and not why`;
    return { whyNot: `smartctl could not ask it: ${said}` };
  }
  const other = otherDrive(json, device);
  if (other !== null) return { whyNot: other };
  const isBroken = messages.some((said) => /attribute data .*invalid SMART checksum/i.test(said));
  const passed = at(json, 'smart_status.passed');
  const reading = {
    asked,
    exitStatus,
    passed: typeof passed === 'boolean' ? passed : null,
    temperatureC: temperatureOf(json),
    powerOnHours: whole(at(json, 'power_on_time.hours')),
    counters: countersOf(json, !isBroken),
  };
  const { passed: isWell, temperatureC, counters } = reading;
  const isEmpty = isWell === null && temperatureC === null && counters.size === 0;
  return isEmpty ? { whyNot: 'the drive tells smartctl of no SMART' } : reading;
}

/** Whole degrees; null: it does not say. 0 is what drives without a sensor say. */
export function temperatureOf(json: unknown): number | null {
  const said = at(json, 'temperature.current');
  const isSound = typeof said === 'number' && said > COLDEST_C && said < HOTTEST_C && said !== 0;
  return isSound ? Math.round(said) : null;
}

function parsed(text: string): Readonly<Record<string, unknown>> | null {
  try {
    // It came a character a byte.
    const value: unknown = JSON.parse(Buffer.from(text, 'latin1').toString('utf8'));
    return at(value, 'smartctl') === undefined ? null : (value as Record<string, unknown>);
  } catch {
    return null;
  }
}

function messagesOf(json: unknown): string[] {
  const list = at(json, 'smartctl.messages');
  return (Array.isArray(list) ? list : []).slice(0, 32).flatMap((message) => {
    const said = at(message, 'string');
    return typeof said === 'string' ? [cleanText(said.trim(), MOST_WORDS)] : [];
  });
}

/** In words, or null: its serial number, or for want of one its WWN, is that of the target. */
function otherDrive(json: unknown, { serial, wwn }: Pick<Device, 'serial' | 'wwn'>): string | null {
  const said = { serial: serialOf(json), wwn: wwnOf(json) };
  const known = { serial: identityText(serial), wwn: wwnText(wwn) };
  for (const [name, words] of [
    ['serial', 'serial number'],
    ['wwn', 'WWN'],
  ] as const) {
    if (said[name] === null || known[name] === null) continue;
    if (said[name] === known[name]) return null;
    return `smartctl told of another drive: ${words} ${said[name]}, and the disk's is ${known[name]}`;
  }
  return 'nothing shows that smartctl told of this drive: no serial number and no WWN is known to both';
}

function serialOf(json: unknown): string | null {
  const serial = at(json, 'serial_number');
  return typeof serial === 'string' ? identityText(serial) : null;
}

/** ATA's in three parts, of 4, 24 and 36 bits (ACS-4, 7.12.7.39); SCSI's as text. */
function wwnOf(json: unknown): string | null {
  const text = at(json, 'logical_unit_id');
  if (typeof text === 'string') return wwnText(text);
  const parts = [
    ['naa', 1],
    ['oui', 6],
    ['id', 9],
  ] as const;
  const digits = parts.map(([name, length]) => {
    const part = whole(at(json, `wwn.${name}`));
    return part === null ? '' : part.toString(16).padStart(length, '0');
  });
  return wwnText(digits.join(''));
}
