// "smartctl -j": smartmontools, src/ataprint.cpp, nvmeprint.cpp and scsiprint.cpp of f1d0da9; nvme-cli's
// "-o json": src/nvme-print-json.c of e117ee6.

import { describe, expect, test } from 'vitest';
import { LogContext } from '../../../src/kernel-log/context.ts';
import { SmartctlJson } from '../../../src/kernel-log/smartctl-json.ts';
import { briefs, readLog } from './read-log.ts';

const error = (registers: object, words?: string) => ({
  error_number: 1,
  completion_registers: { error: 64, status: 81, count: 8, ...registers },
  ...(words === undefined ? {} : { error_description: words }),
});
/** An error with the commands that led to it. */
const after = (entry: object, ...registers: object[]) => ({
  ...entry,
  previous_commands: registers.map((one) => ({ registers: one, command_name: 'x' })),
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
  [
    'an LBA in one of the commands',
    {
      ata_smart_error_log: table(
        after(
          error({ lba: 16087784, device: 6 }),
          { command: 239, features: 2, count: 0, lba: 0, device: 160 },
          { command: 200, features: 0, count: 8, lba: 16087782, device: 230 },
        ),
      ),
    },
    ['smartctl sdc access exact logical 116751080+1 medium'],
  ],
  [
    'an LBA in none of them',
    {
      ata_smart_error_log: table(
        after(error({ lba: 16087784, device: 6 }), {
          ...{ command: 200, features: 0, count: 8, lba: 16087790, device: 230 },
        }),
      ),
    },
    [],
  ],
  [
    'the extended error log, in one of the commands and in none',
    {
      ata_smart_error_log: {
        extended: {
          table: [4775602681, 4775602680 - 1].map((lba) =>
            after(error({ lba, device: 64 }, `Error: UNC at LBA = 0x11ca5e9f9 = ${lba}`), {
              ...{ command: 96, features: 8, count: 0, lba: 4775602680, device: 64 },
            }),
          ),
        },
      },
    },
    ['smartctl sdc access exact logical 4775602681+1 medium'],
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
            { status: { value: 57, string: 'Fatal or unknown error' }, lba: 104870169 },
            { status: { value: 121, passed: false }, lba: 4294967295 },
          ],
        },
      },
    },
    [104870168, 104870169].map((lba) => `smartctl sdc access exact logical ${lba}+1 medium`),
  ],
  [
    'self-tests of SAS, and its pending defects',
    {
      scsi_self_test_0: {
        result: { value: 7, string: 'Failed in segment' },
        lba_first_failure: { value: 4211867, aka: 'address_of_first_failure' },
      },
      scsi_self_test_1: { result: { value: 0, string: 'Completed' } },
      scsi_pending_defects: { count: 1, table: [null, { lba: 77, accum_power_on_hours: 5 }] },
    },
    [4211867, 77].map((lba) => `smartctl sdc access exact logical ${lba}+1 medium`),
  ],
  [
    'self-tests of NVMe',
    {
      nvme_self_test_log: {
        table: [
          { self_test_result: { value: 7, string: 'Completed: failed segments' }, lba: 12345 },
          { self_test_result: { value: 0, string: 'Completed without error' }, lba: 12346 },
        ],
      },
    },
    ['smartctl sdc access exact logical 12345+1 medium'],
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

test.each([
  [
    'error-log',
    {
      errors: [
        { status_field: 641, lba: 7000 },
        { status_field: 8194, lba: 7001 },
      ],
    },
  ],
  [
    'self-test-log',
    {
      'List of Valid Reports': [
        { 'Self test result': 7, 'Failing LBA': 7000 },
        { 'Self test result': 0, 'Failing LBA': 7001 },
      ],
    },
  ],
])('nvme-cli: %s', (_what, report) => {
  for (const indent of [2, 0]) {
    expect(briefs(readLog(JSON.stringify(report, null, indent)))).toEqual([
      'nvme-cli null access exact logical 7000+1 medium',
    ]);
  }
});

test.each([
  ['whole', '{"smartctl":{},"device":{"name":"/dev/sdc"}}'],
  ['after a prefix', 'Nov 23 01:02:03 nas x[5]: {"smartctl":{},"device":{"name":"/dev/sdc"}}'],
  ['cut off', '{"smartctl":{},"device":{"name":"/dev/sdc"},"rest":{'],
])('what follows is no part of it: %s', (_what, json) => {
  const family = new SmartctlJson(new LogContext());
  const line = (number: number, text: string) => family.read({ number, text });
  line(1, json);
  for (let number = 2; number < 50; number++) line(number, 'usb 1-1: reset');
  expect(family.followsTo).toBeLessThan(20);
  const other = '{"ata_pending_defects_log":{"table":[{"lba":77}]}}';
  const says = ['smartctl null access exact logical 77+1 medium'];
  expect(briefs(readLog(`${json}\n${'usb 1-1: reset\n'.repeat(50)}${other}\n`))).toEqual(says);
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
