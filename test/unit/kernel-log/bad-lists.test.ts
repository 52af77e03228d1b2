// Other programs' lists: GNU ddrescue's mapfile (info ddrescue, "Mapfile structure"), badblocks(8).

import { describe, expect, test } from 'vitest';
import { KernelLogReader } from '../../../src/kernel-log/index.ts';
import { briefs, readLog } from './read-log.ts';

const MAP = [
  '# Mapfile. Created by GNU ddrescue version 1.27',
  '# Command line: ddrescue -d -r3 /dev/sda sda.img sda.map',
  '# Finished',
  '# current_pos  current_status  current_pass',
  '0xE2F832C00     +               3',
  '#      pos        size  status',
  '0x00000000  0x8D71C000  +',
  '0x8D71C000  0x00001000  -',
  '0x8D71D000  0x00000200  /',
  '0x8D71D200  0x00010000  *',
  '0x8D72D200  0x00010000  ?',
];

describe('ddrescue', () => {
  test('bad sectors, and blocks that failed; what was not tried is nobody’s', () => {
    expect(briefs(readLog(MAP.join('\n')))).toEqual(
      [
        `ddrescue sda read request byte ${0x8d71c000}+4096 medium`,
        `ddrescue sda read request byte ${0x8d71d000}+512 other`,
        `ddrescue sda read request byte ${0x8d71d200}+65536 other`,
      ].sort(),
    );
  });

  test('of 1.16: a log file, in decimal, of a partition', () => {
    const lines = [
      '# Rescue Logfile. Created by GNU ddrescue version 1.16',
      '# Command line: ddrescue -n /dev/sdb3 image log',
      '# current_pos  current_status',
      '512     -',
      '#      pos        size  status',
      '0  512  +',
      '512  1024  -',
    ];
    expect(briefs(readLog(lines.join('\n')))).toEqual([
      'ddrescue sdb3 read request byte 512+1024 medium',
    ]);
  });

  test.each([
    [
      'surfscan version 0.1.0',
      '# Scan of /dev/sda, started 2026-11-22T10:00:00.000Z, not finished',
      'sda',
    ],
    ['surfscan version 0.1.0', '# Scan of sim:size=1GB, started 2026-11-22T10:00:00.000Z', null],
    ['another program', '# whatever it says', null],
  ])('a mapfile of %s', (program, said, device) => {
    const map = [`# Mapfile. Created by ${program}`, said, ...MAP.slice(3)];
    expect(briefs(readLog(map.join('\n')))[0]).toBe(
      `ddrescue ${device} read request byte ${0x8d71c000}+4096 medium`,
    );
  });

  test('without comments it is one by its first lines', () => {
    for (const map of [MAP.slice(1), MAP.slice(3), MAP.filter((line) => !line.startsWith('#'))]) {
      const log = readLog(map.join('\n'));
      expect([log.isList, log.accusations.length]).toEqual([true, 3]);
    }
  });

  test('without its head and its status line a line of it says nothing', () => {
    expect(readLog(MAP.slice(6).join('\n'))).toMatchObject({ isList: false, accusations: [] });
    expect(readLog(MAP.slice(5).join('\n')).accusations).toEqual([]);
    expect(readLog(['all is well', ...MAP.slice(3)].join('\n')).accusations).toEqual([]);
    expect(readLog(['all is well', ...MAP.slice(7)].join('\n')).accusations).toEqual([]);
  });
});

describe('badblocks', () => {
  test('blocks of 1024 bytes, or of what is said', () => {
    expect(briefs(readLog('1024\n2048\n\n'))).toEqual([
      'badblocks null access request byte 1048576+1024 medium',
      'badblocks null access request byte 2097152+1024 medium',
    ]);
    const reader = new KernelLogReader({ badBlockBytes: 4096 });
    reader.push('7\n');
    expect(briefs(reader.end())).toEqual(['badblocks null access request byte 28672+4096 medium']);
  });

  test('with what -v says around it: e2fsprogs’ misc/badblocks.c', () => {
    const lines = [
      'Checking blocks 0 to 976762583',
      'Checking for bad blocks (read-only test): 12345',
      '12346',
      'done                                                 ',
      'Pass completed, 2 bad blocks found. (2/0/0 errors)',
    ];
    expect(briefs(readLog(lines.join('\n')))).toEqual(
      [12345, 12346].map(
        (block) => `badblocks null access request byte ${block * 1024}+1024 medium`,
      ),
    );
  });

  test('after a byte order mark, and with CR LF', () => {
    for (const text of ['\ufeff7\n', '7\r\n']) {
      expect(briefs(readLog(text))).toEqual([
        'badblocks null access request byte 7168+1024 medium',
      ]);
    }
  });

  test('a log that begins with numbers is none', () => {
    expect(readLog('1024\n2048\nusb 1-1: reset\n4096\n').accusations).toEqual([]);
    expect(readLog('usb 1-1: reset\n4096\n').accusations).toEqual([]);
    expect(readLog('1024 2048\n').accusations).toEqual([]);
  });
});
