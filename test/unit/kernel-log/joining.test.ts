// Lines that belong together, and lines that only look so.

import { describe, expect, test } from 'vitest';
import { DiskVotes } from '../../../src/kernel-log/disk-votes.ts';
import { explainedSuspects } from '../../../src/kernel-log/index.ts';
import { GROUP_WINDOW_LINES, OPEN_GROUPS_LIMIT } from '../../../src/kernel-log/open-groups.ts';
import { JOIN_WINDOW_LINES } from '../../../src/kernel-log/recent-requests.ts';
import { briefs, readLog } from './read-log.ts';

const says = (...lines: string[]) => briefs(readLog(lines.join('\n')));
const noise = (lines: number) => new Array<string>(lines).fill('usb 1-1: reset');

const CDB = 'sd 6:0:0:0: [sdb] tag#1 CDB: Read(10) 28 00 00 03 0d 40 00 01 00 00';
const CDB_SAYS = 'linux-scsi sdb read request logical 200000+256 unexplained';
const block = (sector: number, device = 'sdb', op = 'READ') =>
  `critical medium error, dev ${device}, sector ${sector} op 0x0:(${op}) flags 0x0`;

describe('the block line after its request', () => {
  test('names the start: the request is known whole', () => {
    expect(says(CDB, block(200000))).toEqual([
      'linux-block sdb read request sector512 200000+256 medium',
      CDB_SAYS,
    ]);
  });

  test('names a sector inside: the one that the drive named', () => {
    expect(says(CDB, block(200100))).toEqual([
      'linux-block sdb read exact sector512 200100+1 in 200000+256 medium',
      CDB_SAYS,
    ]);
  });

  test('counts 512-byte units where the request counts blocks of 4096', () => {
    expect(says(CDB, block(1600000))[0]).toBe(
      'linux-block sdb read request sector512 1600000+2048 medium',
    );
    expect(says(CDB, block(1600800))[0]).toBe(
      'linux-block sdb read exact sector512 1600800+1 in 1600000+2048 medium',
    );
  });

  test.each([
    ['another disk', [CDB, block(200100, 'sdc')]],
    ['behind the request', [CDB, block(200256)]],
    ['another operation', [CDB, block(200100, 'sdb', 'WRITE')]],
    ['too far away', [CDB, ...noise(JOIN_WINDOW_LINES), block(200100)]],
    ['before its request', [block(200100), CDB]],
  ])('does not join: %s', (_what, lines) => {
    expect(says(...lines)[0]).toMatch(/^linux-block sd[bc] \w+ start sector512 \d+\+\? medium$/);
  });

  test('does not join where the block size makes two readings', () => {
    const small = 'sd 6:0:0:0: [sdb] tag#1 CDB: Read(10) 28 00 00 00 00 00 00 01 00 00';
    expect(says(small, block(8))[0]).toBe('linux-block sdb read start sector512 8+? medium');
  });

  test('joins NVMe’s', () => {
    const request = 'nvme0n1: Read(0x2) @ LBA 99840, 256 blocks, I/O Error (sct 0x2 / sc 0x81) ';
    expect(says(request, block(99840, 'nvme0n1'))[0]).toBe(
      'linux-block nvme0n1 read request sector512 99840+256 medium',
    );
  });
});

describe('the buffer’s line after the block line', () => {
  test('tells the block’s size', () => {
    const buffer = 'Buffer I/O error on dev sdb, logical block 25000, async page read';
    expect(says(block(200000), buffer)[1]).toBe(
      'linux-buffer sdb read request sector512 200000+8 other',
    );
    expect(says(block(25000), buffer)[1]).toBe(
      'linux-buffer sdb read request sector512 25000+1 other',
    );
    expect(says(block(200001), buffer)[1]).toBe(
      'linux-buffer sdb read request buffer 25000+1 other',
    );
    expect(says(block(200000, 'sdc'), buffer)[1]).toMatch(/ buffer 25000\+1 /);
  });

  test('block 0 begins every size', () => {
    const buffer = 'Buffer I/O error on dev sdb, logical block 0, async page read';
    expect(says(block(0), buffer)[1]).toMatch(/ buffer 0\+1 /);
  });
});

describe('ata1.00 is sda', () => {
  const ata = (port: string, count = '01') => [
    `${port}: cmd 60/00:08:e0:a7:61/${count}:00:0c:00:00/40 tag 1 ncq dma 131072 in`,
    '         res 41/40:00:b8:a8:61/00:00:0c:00:00/40 Emask 0x409 (media error) <F>',
  ];
  const aliases = (...lines: string[]) => [...readLog(lines.join('\n')).aliases];
  const cdb = (disk: string) =>
    `sd 0:0:0:0: [${disk}] tag#1 CDB: Read(10) 28 00 0c 61 a7 e0 00 01 00 00`;

  test('when the SCSI command is the same', () => {
    expect(aliases(...ata('ata1.00'), cdb('sda'))).toEqual([['ata1.00', 'sda']]);
  });

  test('when the failed sector lies in the request', () => {
    expect(aliases(...ata('ata1.00'), block(207726776, 'sda'))).toEqual([['ata1.00', 'sda']]);
    expect(aliases(...ata('ata1.00'), block(207726776 * 8, 'sda'))).toEqual([['ata1.00', 'sda']]);
  });

  test('and the block line then names the sector in it', () => {
    expect(says(...ata('ata1.00'), block(207726776, 'sda'))).toEqual([
      'linux-block sda read exact sector512 207726776+1 in 207726560+256 medium',
      'linux-libata ata1.00 read exact logical 207726776+1 in 207726560+256 medium',
    ]);
  });

  test.each([
    ['the sector lies elsewhere', [...ata('ata1.00'), block(5, 'sda')]],
    ['the command is another', [...ata('ata1.00', '02'), cdb('sda')]],
    ['it is no disk of libata’s', [...ata('ata1.00'), block(207726776, 'nvme0n1')]],
    ['it is far away', [...ata('ata1.00'), ...noise(40), cdb('sda')]],
    ['as many lines say sdb', [...ata('ata1.00'), cdb('sda'), ...ata('ata1.00'), cdb('sdb')]],
  ])('not when %s', (_why, lines) => {
    expect(aliases(...lines)).toEqual([]);
  });

  test('most lines decide', () => {
    const most = [...ata('ata1.00'), cdb('sda'), ...ata('ata1.00'), cdb('sda')];
    expect(aliases(...most, ...ata('ata1.00'), cdb('sdb'))).toEqual([['ata1.00', 'sda']]);
  });
});

describe('groups', () => {
  const acb = (path: string) =>
    `(${path}): READ_FPDMA_QUEUED. ACB: 60 80 10 be 14 40 09 00 00 00 00 00`;
  const res = (path: string) => `(${path}): RES: 41 40 40 be 14 00 09 00 00 80 00`;
  const exact = / exact logical 152354368\+1 in 152354320\+128 medium$/;
  const PATH = 'ada0:ahcich0:0:0:0';

  test('are told apart by path, however they are mixed', () => {
    const other = 'ada1:ahcich1:0:0:0';
    const found = says(acb(PATH), acb(other), res(other), res(PATH));
    expect(found).toHaveLength(2);
    for (const one of found) expect(one).toMatch(exact);
  });

  test('end when another command of the disk begins', () => {
    const next = `(${PATH}): READ_DMA. ACB: c8 00 88 13 00 40 00 00 00 00 01 00`;
    expect(says(acb(PATH), next, res(PATH))).toEqual([
      'freebsd-cam-ata ada0 read request logical 152354320+128 unexplained',
      'freebsd-cam-ata ada0 read request logical 5000+1 medium',
    ]);
  });

  test('end after so many lines', () => {
    expect(says(acb(PATH), ...noise(GROUP_WINDOW_LINES - 1), res(PATH))[0]).toMatch(exact);
    expect(says(acb(PATH), ...noise(GROUP_WINDOW_LINES), res(PATH))[0]).toMatch(/ request /);
  });

  test('are so many at once', () => {
    const path = (n: number) => `ada${n}:ahcich${n}:0:0:0`;
    const lines = (count: number) => {
      const paths = Array.from({ length: count }, (_, n) => path(n));
      // Two to a line: the window is counted in lines.
      const pairs = (words: string[]) => words.map((word, i) => word + (i % 8 === 7 ? '\n' : ' '));
      return [...pairs(paths.map(acb)), '\n', res(path(0)), '\n'].join('');
    };
    expect(briefs(readLog(lines(OPEN_GROUPS_LIMIT)))).toContainEqual(
      expect.stringMatching(/ada0 .* exact/),
    );
    expect(briefs(readLog(lines(OPEN_GROUPS_LIMIT + 1)))).not.toContainEqual(
      expect.stringMatching(/ exact /),
    );
  });

  test('a libata result that two commands wait for is nobody’s', () => {
    const cmd = (port: string) =>
      `${port}: cmd 60/00:08:e0:a7:61/01:00:0c:00:00/40 tag 1 ncq dma 131072 in`;
    const result = 'res 41/40:00:b8:a8:61/00:00:0c:00:00/40 Emask 0x409 (media error) <F>';
    for (const one of says(cmd('ata1.00'), cmd('ata2.00'), result, result)) {
      expect(one).toMatch(/ request logical 207726560\+256 unexplained$/);
    }
  });

  test('a deferred error is of a command long ago', () => {
    const da = '(da0:mps0:0:3:0):';
    expect(
      says(
        `${da} READ(10). CDB: 28 00 00 00 47 40 00 07 e8 00 `,
        `${da} SCSI sense: Deferred error: UNIT ATTENTION asc:29,0 (Power on occurred)`,
      ),
    ).toEqual(['freebsd-cam-scsi da0 read request logical 18240+2024 unexplained']);
  });

  test('Info without its command still names the sector', () => {
    const sense = '(da0:mps0:0:3:0): SCSI sense: MEDIUM ERROR asc:11,0 (Unrecovered read error)';
    expect(says(sense, '(da0:mps0:0:3:0): Info: 0x4a10')).toEqual([
      'freebsd-cam-scsi da0 access exact logical 18960+1 medium',
    ]);
    expect(says('(da0:mps0:0:3:0): Info: 0x4a10')).toEqual([]);
  });
});

test('a port that is known keeps its votes, however many others there are', () => {
  const votes = new DiskVotes();
  const vote = (port: string, disk: string, line: number) => {
    votes.add({ from: 1000, length: 8, line, port });
    votes.command(disk, 1000, 8, line);
  };
  for (let i = 0; i < 1200; i++) vote(`ata${i}.00`, 'sda', i);
  vote('ata0.00', 'sdb', 1300);
  vote('ata0.00', 'sdb', 1301);
  expect(votes.names().get('ata0.00')).toBe('sdb');
});

test('names that the log proves to be one disk’s are one suspect', () => {
  const log = readLog(
    [
      'ata1.00: cmd 60/00:08:e0:a7:61/01:00:0c:00:00/40 tag 1 ncq dma 131072 in',
      '         res 41/40:00:b8:a8:61/00:00:0c:00:00/40 Emask 0x409 (media error) <F>',
      'sd 0:0:0:0: [sda] tag#1 CDB: Read(10) 28 00 0c 61 a7 e0 00 01 00 00',
    ].join('\n'),
  );
  const suspects = explainedSuspects(log.accusations, log.aliases);
  expect(suspects).toHaveLength(1);
  expect(suspects[0]!.sources.map(({ device }) => device).sort()).toEqual(['ata1.00', 'sda']);
});
