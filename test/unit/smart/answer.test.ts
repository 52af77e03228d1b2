// What smartctl says, believed with its proof alone.

import { describe, expect, test } from 'vitest';
import { smartAnswer } from '../../../src/smart/answer.ts';
import type { SmartReading } from '../../../src/vocabulary/smart.ts';
import { EVIL } from '../../property/hostile-text.ts';
import { head, NVME, SATA_DISK, SCSI, said, sata } from './smartctl-json.ts';

const ASKED = new Date('2026-11-30T16:00:00.000Z');
const ATTRIBUTES = [
  [5, 'Reallocated_Sector_Ct', 0],
  [9, 'Power_On_Hours', 12345],
  [197, 'Current_Pending_Sector', 8],
  [199, 'UDMA_CRC_Error_Count', 1],
] as const;

const answer = (
  json: unknown,
  status = 0,
  device: { serial: string | null; wwn: string | null } = SATA_DISK,
) => smartAnswer(said(json, status), device, ASKED);
const reading = (...args: Parameters<typeof answer>) => answer(...args) as SmartReading;
const whyNot = (...args: Parameters<typeof answer>) =>
  (answer(...args) as { whyNot: string }).whyNot;

describe('counted is', () => {
  test('of a SATA disk: the attributes that speak of losses, and the error log', () => {
    expect(answer(sata(ATTRIBUTES))).toEqual({
      asked: ASKED,
      exitStatus: 0,
      passed: true,
      temperatureC: 36,
      powerOnHours: 12345,
      counters: new Map([
        ['Reallocated_Sector_Ct', 0],
        ['Current_Pending_Sector', 8],
        ['UDMA_CRC_Error_Count', 1],
        ['ata_smart_error_log', 3],
      ]),
    });
  });

  test('of a SCSI disk: its defects', () => {
    const disk = { serial: 'Z1Z5DWJK0000C810BZXB', wwn: null };
    expect([...reading(SCSI, 0, disk).counters]).toEqual([
      ['scsi_grown_defect_list', 56],
      ['scsi_read_uncorrected', 2],
      ['scsi_verify_uncorrected', 1],
    ]);
  });

  test('of an NVMe disk: its health log', () => {
    const told = reading(NVME, 0, { serial: 'S466NX0M776250H', wwn: null });
    expect(told.passed).toBe(false);
    expect([...told.counters]).toEqual([
      ['critical_warning', 4],
      ['media_errors', 7],
      ['num_err_log_entries', 62],
      ['percentage_used', 3],
    ]);
  });

  test.each([
    [53416508262463, '2111 (12437 0)', 2111],
    [4295032833, '1 1 2', 2],
    [8, '8', 8],
    [77, '3h+12m', 77],
  ])('the raw value %i, told as "%s", as %i', (value, string, count) => {
    const { counters } = reading(sata([[196, 'Reallocated_Event_Count', value, string]]));
    expect(counters.get('Reallocated_Event_Count')).toBe(count);
  });

  test('nothing of a table whose checksum is wrong', () => {
    const messages = ['Warning! SMART Attribute Data Structure error: invalid SMART checksum.'];
    const json = { ...sata(ATTRIBUTES), ...head(4, messages) };
    expect([...reading(json, 4).counters.keys()]).toEqual(['ata_smart_error_log']);
  });

  test('an attribute that the database does not know by its number', () => {
    const { counters } = reading(sata([[197, 'Unknown_Attribute', 5]]));
    expect(counters.get('Attribute_197')).toBe(5);
  });
});

describe('the exit status', () => {
  test.each([
    4, 8, 16, 32, 64, 128, 216,
  ])('%i tells of the drive, and its word counts', (status) => {
    expect(reading({ ...sata(ATTRIBUTES), ...head(status) }, status).counters.size).toBe(4);
  });

  test.each([
    [1, '/dev/vda: Unable to detect device type'],
    [2, 'Smartctl open device: /dev/sda failed: Permission denied'],
    [255, 'Something'],
  ])('%i says that it was not asked, and why', (status, message) => {
    const json = { ...sata(ATTRIBUTES), ...head(status, [message]) };
    expect(whyNot(json, status)).toBe(`smartctl could not ask it: ${message}`);
  });

  test('2 without a message is told as it is', () => {
    expect(whyNot(head(2), 2)).toBe('smartctl could not ask it: exit status 2, and not why');
  });

  test('that its JSON does not know is no proof', () => {
    expect(whyNot(sata(ATTRIBUTES), 4)).toMatch(/contradicts itself: exit status 4, and 0/);
  });
});

describe('the drive', () => {
  test('is known by its serial number, whatever blanks are around it', () => {
    const json = sata(ATTRIBUTES, { serial_number: '  WD-WCC6Y0000001 ' });
    expect(reading(json).counters.size).toBe(4);
  });

  test('another one is not believed', () => {
    const json = sata(ATTRIBUTES, { serial_number: 'OTHER' });
    expect(whyNot(json)).toBe(
      "smartctl told of another drive: serial number OTHER, and the disk's is WD-WCC6Y0000001",
    );
  });

  test('without a serial number is known by its WWN, in each of its forms', () => {
    const disk = { serial: null, wwn: '50014ee26101eee7' };
    expect(reading(sata(ATTRIBUTES), 0, disk).counters.size).toBe(4);
    const scsi = { serial: null, wwn: '5000c500573a4d2b' };
    expect(reading(SCSI, 0, scsi).counters.size).toBe(3);
    expect(whyNot(SCSI, 0, disk)).toMatch(/another drive: WWN 5000c500573a4d2b, and/);
  });

  test('without either is not believed', () => {
    expect(whyNot(sata(ATTRIBUTES), 0, { serial: null, wwn: null })).toMatch(/nothing shows/);
    const nameless = sata(ATTRIBUTES, { serial_number: undefined, wwn: undefined });
    expect(whyNot(nameless)).toMatch(/nothing shows/);
  });

  test('that has no SMART is said to have none', () => {
    const json = { ...head(), serial_number: 'WD-WCC6Y0000001' };
    expect(whyNot(json)).toBe('the drive tells smartctl of no SMART');
  });
});

describe('hostile words', () => {
  test.each([
    '',
    '{',
    'null',
    '[]',
    '"x"',
    '{"smartctl":null}',
    `Boo: ${EVIL}`,
  ])('%j are none', (text) => {
    expect(whyNot(text)).toMatch(/^smartctl (gave no JSON|contradicts itself)/);
    expect(whyNot(text)).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  test('are clean in names and reasons, and steer nothing', () => {
    const rows = [
      [5, `A${EVIL}`, 1],
      [197, '__proto__', 2],
      [198, 'constructor', 3],
    ] as const;
    const { counters } = reading(sata(rows));
    for (const name of counters.keys()) expect(name).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect([...counters.values()]).toEqual([1, 2, 3, 3]);
    expect(whyNot({ ...head(2, [EVIL]) }, 2)).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(whyNot(sata([], { serial_number: `X${EVIL}` }))).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  test.each([
    [{ temperature: { current: 1e9 } }, { temperatureC: null }],
    [{ temperature: { current: 0 } }, { temperatureC: null }],
    [{ temperature: 'warm' }, { temperatureC: null }],
    [{ power_on_time: { hours: -5 } }, { powerOnHours: null }],
    [{ smart_status: { passed: 'yes' } }, { passed: null }],
    [{ ata_smart_attributes: { table: { length: 1e9 } } }, {}],
    [{ ata_smart_attributes: { table: [null, 7, { id: 5, raw: 3 }] } }, {}],
    [{ ata_smart_error_log: { extended: { count: 2 ** 60 }, summary: { count: 4 } } }, {}],
  ])('%j are no figures', (changes, expected) => {
    expect(reading(sata([], changes))).toMatchObject(expected);
  });
});
