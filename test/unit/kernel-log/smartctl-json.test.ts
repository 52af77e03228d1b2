// "smartctl -j": smartmontools 7.4, ataprint.cpp, nvmeprint.cpp, scsiprint.cpp.

import { describe, expect, test } from 'vitest';
import { briefs, readLog } from './read-log.ts';

const error = (registers: object, words?: string) => ({
  error_number: 1,
  completion_registers: { error: 64, status: 81, count: 8, ...registers },
  ...(words === undefined ? {} : { error_description: words }),
  previous_commands: [{ registers: { command: 96, lba: 5, device: 64 } }],
});
const report = (rest: object) => ({
  json_format_version: [1, 0],
  smartctl: { version: [7, 4] },
  device: { name: '/dev/sdc', type: 'sat', protocol: 'ATA' },
  ...rest,
});
const table = (...entries: object[]) => ({ summary: { revision: 1, table: entries } });

const CASES: readonly (readonly [string, object, string[]])[] = [
  [
    'the error log, in words',
    {
      ata_smart_error_log: table(
        error({ lba: 16087784, device: 6 }, 'Error: UNC at LBA = 0x06f57ae8 = 116751080'),
      ),
    },
    ['smartctl sdc access exact logical 116751080+1 medium'],
  ],
  [
    'its registers: 24 bits, and four of the device register',
    { ata_smart_error_log: table(error({ lba: 16087784, device: 6 })) },
    ['smartctl sdc access exact logical 116751080+1 medium'],
  ],
  ['all ones', { ata_smart_error_log: table(error({ lba: 16777215, device: 15 })) }, []],
  [
    'self-tests',
    {
      ata_smart_self_test_log: {
        standard: {
          table: [
            {
              status: { value: 0, string: 'Completed without error', passed: true },
              lifetime_hours: 4,
            },
            {
              status: { value: 121, string: 'Completed: read failure', passed: false },
              lba: 104870168,
            },
          ],
        },
      },
    },
    ['smartctl sdc access exact logical 104870168+1 medium'],
  ],
  [
    'pending defects',
    {
      ata_pending_defects_log: {
        size: 1,
        count: 1,
        table: [{ lba: 11454997800, power_on_hours: 5 }],
      },
    },
    ['smartctl sdc access exact logical 11454997800+1 medium'],
  ],
  [
    'NVMe errors',
    {
      device: { name: '/dev/nvme3', type: 'nvme' },
      nvme_error_information_log: {
        table: [
          {
            status_field: { value: 25217, status_code_type: 2, status_code: 129 },
            lba: { value: 7000 },
            nsid: 1,
          },
          {
            status_field: { value: 8194, status_code_type: 0, status_code: 2 },
            lba: { value: 0 },
            nsid: 1,
          },
        ],
      },
    },
    ['smartctl nvme3 nsid 1 access exact logical 7000+1 medium'],
  ],
  [
    'a background scan, behind a controller',
    {
      device: { name: '/dev/bus/0', type: 'scsi' },
      scsi_background_scan: {
        status: { value: 1 },
        result_1: { lba: 764899210, sense_key: { value: 3, string: 'Medium Error' }, asc: 17 },
      },
    },
    ['smartctl null access exact logical 764899210+1 medium'],
  ],
];

describe.each(CASES)('%s', (_what, rest, says) => {
  test.each([
    ['in lines', 2],
    ['in one', 0],
  ])('%s', (_how, indent) => {
    expect(briefs(readLog(JSON.stringify(report(rest), null, indent)))).toEqual(says);
  });

  test('in the middle of a log', () => {
    const text = `usb 1-1: reset\n${JSON.stringify(report(rest), null, 2)}\nusb 1-1: reset\n`;
    expect(briefs(readLog(text))).toEqual(says);
  });
});

test('broken JSON and a thousand brackets are read to their end', () => {
  for (const text of [
    '{"smartctl":{',
    '"smartctl":'.repeat(500),
    `{"smartctl":${'['.repeat(5000)}`,
  ]) {
    expect(readLog(text).accusations).toEqual([]);
  }
});
