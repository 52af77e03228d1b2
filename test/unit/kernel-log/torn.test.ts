// Records that another CPU's words broke. What is recovered is right; what could be two things is none.

import { describe, expect, test } from 'vitest';
import { TORN_WINDOW_LINES } from '../../../src/kernel-log/torn-heads.ts';
import { brief, briefs, readLog } from './read-log.ts';

const says = (...lines: string[]) => briefs(readLog(lines.join('\n')));
const ATA = 'freebsd-ata ad16 read start logical 93492224+? medium';
const GEOM = 'geom ad16 read request byte 47868018688+131072 other';
const BLOCK = 'linux-block sda read start sector512 123456+? other';

describe('recovered', () => {
  test.each([
    [
      'a record glued to other words',
      ['panic: ad16: FAILURE - READ_DMA status=51 error=40 LBA=93492224'],
      [ATA],
    ],
    [
      'two records in a line',
      [
        'ad16: FAILURE - READ_DMA status=51 error=40 LBA=93492224 ad18: TIMEOUT - WRITE_DMA retrying (1 retry left) LBA=7',
      ],
      [ATA, 'freebsd-ata ad18 write start logical 7+? timeout'],
    ],
    [
      'a record broken by another before its LBA',
      [
        'ad16: FAILURE - READ_DMA status=51 error=40 ad18: WARNING - WRITE_DMA taskqueue timeout - completing request directly',
        ' LBA=93492224',
      ],
      [ATA],
    ],
    [
      'a record broken by a line end',
      [
        'ad16: FAILURE - READ_DMA status=51 error=40',
        'cpuid = 0',
        'Nov 23 01:02:03 nas kernel: LBA=93492224',
      ],
      [ATA],
    ],
    [
      'GEOM: its error on the next words',
      [
        'g_vfs_done():cpuid = 0',
        'ad16[READ(offset=47868018688, length=131072)]Uptime: error = 5',
        '47m24s',
      ],
      [GEOM],
    ],
    [
      'GEOM: its name alone',
      ['GEOM_MIRROR: Request failed (error=5). ad16', '[READ(offset=47868018688, length=131072)]'],
      [GEOM.replace('other', 'unexplained')],
    ],
    [
      'GEOM: its length alone',
      ['g_vfs_done():ad16[READ(offset=47868018688, ', '[ 12.345678] length=131072)]error = 5'],
      [GEOM],
    ],
    [
      'GEOM: words between its numbers',
      ['g_vfs_done():ad16[READ(offset=47868018688, usb0: reset length=131072)]error = 5'],
      [GEOM],
    ],
    [
      'block: another line between name and sector',
      [
        '[   12.345678] I/O error, dev sda, [   12.345679] usb 1-1: reset',
        '[   12.345680] sector 123456 op 0x0:(READ) flags 0x0',
      ],
      [BLOCK],
    ],
    [
      'block: broken before the number',
      ['I/O error, dev sda, sector', '123456 op 0x0:(READ) flags 0x0'],
      [BLOCK],
    ],
  ])('%s', (_what, lines, expected) => {
    expect(says(...lines)).toEqual([...expected].sort());
  });
});

describe('passed over', () => {
  test.each([
    [
      'a number that runs into a word',
      ['ad16: FAILURE - READ_DMA status=51 error=40 LBA=9349ad18: FAIL'],
    ],
    [
      'a number that runs into a time',
      ['I/O error, dev sda, sector 1234[  12.345678] usb 1-1: reset'],
    ],
    [
      'a number with a control character in it',
      ['I/O error, dev sda, sector 12\u000034 op 0x0:(READ)'],
    ],
    ['a number with no UTF-8 in it', ['I/O error, dev sda, sector 12\ufffd34 op 0x0:(READ)']],
    ['two LBAs for one record', ['ad16: FAILURE - READ_DMA status=51 error=40 LBA=5 LBA=93492224']],
    [
      'an LBA that two records wait for',
      [
        'ad16: FAILURE - READ_DMA status=51 error=40',
        'ad18: FAILURE - READ_DMA status=51',
        'LBA=5',
      ],
    ],
    [
      'an LBA too far from its record',
      [
        'ad16: FAILURE - READ_DMA status=51 error=40',
        ...new Array<string>(TORN_WINDOW_LINES).fill('cpuid = 0'),
        'LBA=5',
      ],
    ],
    ['an LBA of nobody', ['=51 error=40 LBA=93492224']],
    ['half a name', ['g_vfs_done():ar0', 's1d[WRITE(offset=65536, length=2048)]error = 5']],
    ['half an offset', ['g_vfs_done():ad16[READ(offset=478680', '18688, length=131072)]error = 5']],
    [
      'half a command',
      ['(ada0:ahcich0:0:0:0): READ_DMA. ACB: c8 00 10 be 14 4(ada1:ata0:0:0:0): RES: 41'],
    ],
    [
      'half a CDB',
      ['sd 0:0:0:0: [sda] tag#1 CDB: Read(10) 28 00 00 03 0d 40[  12.345678] 00 08 00'],
    ],
    [
      'half the registers',
      ['ata1.00: cmd 60/00:08:e0:a7:61/01:00:0c:00[  12.345678] usb 1-1: reset'],
    ],
  ])('%s', (_what, lines) => {
    expect(says(...lines)).toEqual([]);
  });

  test('what is between two records is not taken from the second', () => {
    const log = readLog(
      [
        'g_vfs_done():ad16[READ(offset=47868018688, ',
        'g_vfs_done():ad18[READ(offset=512, length=512)]error = 5',
      ].join('\n'),
    );
    expect(log.accusations.map(brief)).toEqual(['ad18 read request byte 512+512 other']);
  });
});

describe('cut anywhere by another CPU’s record, with a rest below', () => {
  const RECORDS = [
    ['ad16: FAILURE - READ_DMA status=51 error=40 LBA=93492224', ATA],
    ['GEOM_MIRROR: Request failed (error=5). ad16[READ(offset=47868018688, length=131072)]', GEOM],
    ['I/O error, dev sda, sector 123456 op 0x0:(READ) flags 0x0', BLOCK],
    [
      'nvme0n1: Read(0x2) @ LBA 7000, 8 blocks, Unrecovered Read Error (sct 0x2 / sc 0x81) DNR',
      'linux-nvme nvme0n1 read request logical 7000+8 medium',
    ],
    [
      'Buffer I/O error on dev sda, logical block 12500, async page read',
      'linux-buffer sda read request buffer 12500+1 other',
    ],
  ] as const;
  const withoutWhy = (text: string) => text.replace(/ \S+$/, '');

  test.each(RECORDS)('%s', (record, expected) => {
    const numberOf = (text: string) => withoutWhy(text).replace(/ (?:access|read) /, ' ');
    let recovered = 0;
    for (const other of [
      '[   12.345679] usb 1-1: reset',
      'ad18: WARNING - SETFEATURES',
      'cpuid = 0',
    ]) {
      for (let cut = 1; cut < record.length; cut++) {
        const found = says(`${record.slice(0, cut)}${other}`, record.slice(cut));
        // The device may lose its beginning ("d16" for "ad16"), a number never a digit.
        const numbers = found.map((one) => /[ ]\w+ (\w+ \d+)\+/.exec(numberOf(one))?.[1]);
        for (const number of numbers) {
          expect(`${cut}: ${number}`).toBe(`${cut}: ${/ (\w+ \d+)\+/.exec(expected)![1]}`);
        }
        recovered += found.length;
      }
    }
    expect(recovered).toBeGreaterThan(5);
  });
});
