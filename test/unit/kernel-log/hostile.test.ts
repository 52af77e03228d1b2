// Logs hold what anybody wrote. Whatever it is: no throw, no control character, no end of memory.

import { describe, expect, test } from 'vitest';
import { KernelLogReader } from '../../../src/kernel-log/index.ts';
import { ACCUSATION_LIMIT, DEVICE_LIMIT } from '../../../src/kernel-log/ledger.ts';
import { LINE_BYTES_LIMIT } from '../../../src/kernel-log/line-stream.ts';
import { brief, briefs, readLog } from './read-log.ts';

const ATA = 'ad16: FAILURE - READ_DMA status=51 error=40 LBA=';
const LARGEST = Number.MAX_SAFE_INTEGER;

describe('numbers', () => {
  test('are exact up to 2^53', () => {
    expect(briefs(readLog(`${ATA}${LARGEST - 1}`))).toEqual([
      `freebsd-ata ad16 read start logical ${LARGEST - 1}+? medium`,
    ]);
    const cdb = '(da0:mps0:0:0:0): READ(16). CDB: 88 00 00 1f ff ff ff ff ff f0 00 00 00 0f 00 00 ';
    expect(briefs(readLog(cdb))).toEqual([
      `freebsd-cam-scsi da0 read request logical ${LARGEST - 15}+15 unexplained`,
    ]);
  });

  test.each([
    ['an LBA of 2^53', `${ATA}${LARGEST + 1}`],
    ['an LBA of 2^64', `${ATA}18446744073709551616`],
    ['an LBA of a thousand digits', `${ATA}${'9'.repeat(1000)}`],
    ['a negative LBA', `${ATA}-5`],
    ['an LBA with a fraction', `${ATA}5.5`],
    ['an offset of 2^64', 'ad16[READ(offset=18446744073709551615, length=512)]error = 5'],
    ['a range that ends beyond 2^53', `ad16[READ(offset=${LARGEST}, length=512)]error = 5`],
    ['no length', 'ad16[READ(offset=512, length=0)]error = 5'],
    ['a sector of 2^53', `I/O error, dev sda, sector ${LARGEST + 1} op 0x0:(READ)`],
    [
      'a CDB’s LBA of 2^64',
      '(da0:mps0:0:0:0): READ(16). CDB: 88 00 ff ff ff ff ff ff ff ff 00 00 00 0f 00 00 ',
    ],
    [
      'NVMe blocks beyond 2^53',
      '(nda0:nvme0:0:0:1): READ. NCB: opc=2 fuse=0 nsid=1 prp1=0 prp2=0 cdw=ffffffff ffffffff 7 0 0 0',
    ],
    ['no blocks at all', 'nvme0n1: Read(0x2) @ LBA 7000, 0 blocks, I/O Error (sct 0x2 / sc 0x81) '],
    ['a READ(10) of nothing', '(da0:mps0:0:0:0): READ(10). CDB: 28 00 00 00 47 40 00 00 00 00 '],
    [
      'an ATA command by cylinder and head',
      '(ada0:ata0:0:0:0): READ_DMA. ACB: c8 00 80 13 00 00 00 00 00 00 80 00',
    ],
  ])('%s is passed over', (_what, line) => {
    expect(readLog(line)).toMatchObject({ accusations: [], accusationsLost: 0 });
  });
});

describe('text', () => {
  const texts = (log: string | Uint8Array) => readLog(log).accusations.map(({ text }) => text);

  test('has no escape, control, bidi or invisible character', () => {
    const evil = '\u001b]0;pwned\u0007 \u202eesrever\u2066 \u200b \u0085 \u009b31m';
    const [text] = texts(`${evil} ${ATA}5 ${evil}`);
    expect(text).toMatch(/LBA=5/);
    expect(text).not.toMatch(/[\p{C}\p{Zl}\p{Zp}\u202e\u2066\u200b]/u);
  });

  test('may be no UTF-8', () => {
    const bytes = Buffer.concat([Buffer.from([0xff, 0xc3, 0x28, 0x20]), Buffer.from(`${ATA}5`)]);
    expect(texts(bytes)).toEqual([expect.stringContaining('LBA=5')]);
  });

  test('is bounded', () => {
    const [text] = texts(`${ATA}5 ${'x'.repeat(5000)}`);
    expect(text!.length).toBeLessThanOrEqual(240);
  });

  test('shows the record that it is about, wherever it stands', () => {
    const [text] = texts(`${'x'.repeat(5000)} ${ATA}5 and more`);
    expect(text).toContain(`${ATA}5`);
  });

  test('of a device has no control character either', () => {
    const { devices } = readLog(
      'g_vfs_done():\u001b[31mar0s1a[WRITE(offset=0, length=512)]error = 5',
    );
    expect(devices).toEqual([{ name: 'ar0s1a', count: 1 }]);
  });
});

describe('lines', () => {
  test('are cut, and that is said', () => {
    const long = `${'x'.repeat(LINE_BYTES_LIMIT - 100)} ${ATA}5 ${'y'.repeat(1000)}`;
    expect(readLog(`${long}\n${ATA}6\n`)).toMatchObject({ lines: 2, linesCut: 1 });
    expect(readLog(long).accusations).toHaveLength(1);
    const beyond = `${'x'.repeat(LINE_BYTES_LIMIT)} ${ATA}5\n${ATA}6`;
    expect(readLog(beyond).accusations.map(brief)).toEqual(['ad16 read start logical 6+? medium']);
  });

  test('are cut alike in one chunk and in many', () => {
    const text = `${'x'.repeat(LINE_BYTES_LIMIT - 20)} ${ATA}5 ${'y'.repeat(LINE_BYTES_LIMIT)}\n${ATA}7`;
    const reader = new KernelLogReader();
    for (let at = 0; at < text.length; at += 999) reader.push(text.slice(at, at + 999));
    expect(reader.end()).toEqual(readLog(text));
  });

  test('are counted with and without a newline at the end', () => {
    expect(readLog('').lines).toBe(0);
    expect(readLog('a').lines).toBe(1);
    expect(readLog('a\n').lines).toBe(1);
    expect(readLog('a\n\nb').lines).toBe(3);
    expect(readLog(`a\n${ATA}5\nb\n`).accusations[0]!.line).toBe(2);
  });

  test('a hundred megabytes without a newline need no more than one line', () => {
    const reader = new KernelLogReader();
    const chunk = Buffer.alloc(2 ** 20, 'LBA=1 FAILURE - ');
    const before = process.memoryUsage.rss();
    for (let i = 0; i < 100; i++) reader.push(chunk);
    expect(reader.end()).toMatchObject({ lines: 1, linesCut: 1 });
    expect(process.memoryUsage.rss() - before).toBeLessThan(64 * 2 ** 20);
  });
});

describe('quantity', () => {
  test('the same again is counted', () => {
    const log = readLog(`${ATA}5\n`.repeat(1000));
    expect(log.accusations).toMatchObject([{ line: 1, count: 1000 }]);
    expect(log.devices).toEqual([{ name: 'ad16', count: 1000 }]);
  });

  test('so many are kept, the rest is counted', () => {
    const reader = new KernelLogReader();
    for (let lba = 0; lba < ACCUSATION_LIMIT + 500; lba++) reader.push(`${ATA}${lba}\n`);
    const log = reader.end();
    expect(log.accusations).toHaveLength(ACCUSATION_LIMIT);
    expect(log.accusationsLost).toBe(500);
  });

  test('so many devices are named', () => {
    const reader = new KernelLogReader();
    for (let i = 0; i < DEVICE_LIMIT + 5; i++) {
      reader.push(`a${i}[READ(offset=0, length=512)]error = 5\n`);
    }
    expect(reader.end().devices).toHaveLength(DEVICE_LIMIT);
  });

  test('what the kernel left out is added up', () => {
    const log = readLog(
      [
        'blk_update_request: 14 callbacks suppressed',
        '[ 12.345678] buffer_io_error: 22 callbacks suppressed',
        'net_ratelimit: 1000 callbacks suppressed',
      ].join('\n'),
    );
    expect(log.suppressed).toBe(36);
  });
});

test('a log ends once', () => {
  const reader = new KernelLogReader();
  reader.end();
  expect(() => reader.push('x')).toThrow(/after its end/);
  expect(() => reader.end()).toThrow(/twice/);
});
