// Sentences: which number was what, what it means, and what cannot be told.

import { describe, expect, test } from 'vitest';
import {
  Check,
  concludeCheck,
  inspectTarget,
  locateFound,
  typedSuspects,
} from '../../../src/index.ts';
import { checkSim, said } from './check-sim.ts';
import { about, LOG } from './explained.ts';

const MEANS = 'What it means';

const CAM = [
  '(ada0:ahcich0:0:0:0): READ_FPDMA_QUEUED. ACB: 60 80 10 be 14 40 09 00 00 00 00 00',
  '(ada0:ahcich0:0:0:0): CAM status: ATA Status Error',
  '(ada0:ahcich0:0:0:0): ATA status: 41 (DRDY ERR), error: 40 (UNC )',
  '(ada0:ahcich0:0:0:0): RES: 41 40 40 be 14 00 09 00 00 80 00',
];

describe('a number of a log', () => {
  test('the sector itself, in its request', async () => {
    expect(await about(1, 'size=1TB,bad=152354368', CAM)).toBe(
      'Line 1: the kernel named the sector itself on ada0 (UNC): LBA 152354368 ' +
        '(in its request, 152354320 + 128); it is bad.',
    );
  });

  test('a sector that reads, and another of the request that does not', async () => {
    const result = await checkSim('size=1TB,bad=152354330', CAM);
    expect(result.verdict).toBe('bad');
    expect(said(result, LOG).join('\n')).toMatch(/LBA 152354368 .*; it reads now/);
    expect(said(result, MEANS).join('\n')).toContain(
      'requests beside what was asked about: LBA 152354330',
    );
  });

  test('several bad sectors of one request', async () => {
    const line = 'ad4: FAILURE - READ_DMA status=51 error=40 LBA=5000';
    const spec = 'size=1TB,bad=5000,bad=5010-5011,bad=5100,bad=5200,bad=5255';
    expect(await about(1, spec, [line])).toBe(
      'Line 1: the kernel named the start of its request on ad4 (UNC): LBA 5000 + 256 sectors (how ' +
        'many, the line does not say: 256 are taken); bad of its 256 sectors are 5000 (the 1st), ' +
        '5010-5011 (the 11th to 12th), 5100 (the 101st), 5200 (the 201st) and 1 more.',
    );
  });

  test('all of a request', async () => {
    const line = 'g_vfs_done():ad4[READ(offset=2560000, length=4096)]error = 5';
    expect(await about(1, 'size=1TB,bad=5000-5007', [line])).toMatch(
      /offset 2560000 \/ 512 = LBA 5000, length 4096 \/ 512 = 8 sectors; all of it is bad\.$/,
    );
  });

  test('in units of 512 bytes, on a disk of 4096-byte sectors', async () => {
    const line = 'I/O error, dev sda, sector 8000 op 0x0:(READ) flags 0x0 phys_seg 1 prio class 2';
    expect(await about(1, 'size=1TB,sector=4096,bad=1003', [line])).toMatch(
      /: sector 8000 of 512 bytes \/ 8 = LBA 1000 \+ 32 sectors .*the bad sector is 1003, the 4th of 32\.$/,
    );
  });

  test('of a part whose start is given by hand', async () => {
    const line = 'g_vfs_done():ar0s1a[WRITE(offset=1348632576, length=16384)]error = 5';
    const options = { logOffsetLba: 63 };
    expect(await about(1, 'size=1TB,bad=2634120', [line], options)).toBe(
      'Line 1: GEOM named its write request on ar0s1a (error 5): offset 1348632576 / 512 = sector ' +
        '2634048 + 63, where ar0s1a begins, = LBA 2634111, length 16384 / 512 = 32 sectors; the bad ' +
        'sector is 2634120, the 10th of 32.',
    );
  });

  test('a block of unknown size: where it leads to a bad sector, else all sizes', async () => {
    const line = 'Buffer I/O error on dev sda, logical block 1000, async page read';
    expect(await about(1, 'size=1TB,bad=4001', [line])).toMatch(
      /: logical block 1000 of 2048 bytes = LBA 4000 \+ 4 sectors; the bad sector is 4001, the 2nd of 4\.$/,
    );
    expect(await about(1, 'size=1TB', [line])).toMatch(
      /of 512 bytes = LBA 1000 .*, or .*1024 bytes = LBA 2000 .*, or .*4096 bytes = LBA 8000 .*; all of it reads now\.$/,
    );
  });

  test('told again and again: once, with how often', async () => {
    const line = 'ad4: FAILURE - READ_DMA status=51 error=40 LBA=5000';
    expect(await about(1, 'size=1TB', [line, line, line])).toMatch(/^Line 1 and 2 like it: /);
  });

  test('cut off at the end of the disk', async () => {
    const line = 'ad4: FAILURE - READ_DMA status=51 error=40 LBA=990';
    expect(await about(1, 'size=1000s', [line])).toMatch(/LBA 990 \+ 10 sectors/);
  });

  test('of many lines those that lead to bad sectors are told first', async () => {
    const lines = Array.from({ length: 100 }, (_v, i) => `ad4: FAILURE - READ_DMA LBA=${i * 1000}`);
    const result = await checkSim('size=1TB,bad=90005', lines);
    const sentences = said(result, LOG);
    expect(sentences.join('\n')).toContain('the bad sector is 90005, the 6th of 256');
    expect(sentences.length).toBeLessThan(30);
    expect(sentences.at(-1)).toMatch(/^76 more lines/);
  });
});

describe('an error that did not come back', () => {
  const means = async (line: string) => {
    const result = await checkSim('size=1TB', [line]);
    expect(result.verdict).toBe('good');
    return said(result, MEANS).join('\n');
  };

  test.each([
    ['ad4: FAILURE - READ_DMA status=51 error=40 LBA=5000', /surface.*Reallocated_Sector_Ct/],
    ['ad4: WARNING - READ_DMA UDMA ICRC error (retrying request) LBA=5000', /cable.*UDMA_CRC/],
    ['ad4: TIMEOUT - READ_DMA48 retrying (1 retry left) LBA=5000', /time that ran out/],
    ['ad4: WARNING - READ_DMA soft error (ECC corrected) LBA=5000', /corrected/],
    ['g_vfs_done():ad4[READ(offset=512000, length=512)]error = 6', /disk that left/],
    ['g_vfs_done():ad4[READ(offset=512000, length=512)]error = 5', /does not say why/],
    ['g_vfs_done():ad4[WRITE(offset=512000, length=512)]error = 5', /writes that failed/],
  ])('%s', async (line, words) => {
    expect(await means(line)).toMatch(words);
  });

  test('GEOM’s "error 5" says no more than what the driver said', async () => {
    const lines = [
      'ad4: WARNING - READ_DMA UDMA ICRC error (retrying request) LBA=5000',
      'GEOM_MIRROR: Request failed (error=5). ad4[READ(offset=2560000, length=131072)]',
    ];
    const words = said(await checkSim('size=1TB', lines), MEANS).join('\n');
    expect(words).toMatch(/UDMA_CRC/);
    expect(words).not.toMatch(/does not say why/);
  });
});

describe('what to do', () => {
  const next = async (spec: string) => {
    const line = 'ad4: FAILURE - READ_DMA status=51 error=40 LBA=5000';
    return said(await checkSim(spec, [line]), 'What to do').join('\n');
  };

  test('about a bad sector: copy, write over it, look at the drive', async () => {
    const words = await next('size=1TB,bad=5000');
    expect(words).toMatch(/^Copy first .*ddrescue -d DISK /);
    expect(words).toContain('A bad sector reads again once it is written');
    expect(words).toContain('smartctl -a DISK: ');
  });

  test('ddrescue’s map and the scan’s are two files: each would break the other', async () => {
    const words = await next('size=1TB,bad=5000');
    const names = [/ddrescue .* (\S+) \(GNU/, /--map (\S+)/].map((name) => name.exec(words)?.[1]);
    expect(names).toEqual(['disk.map', 'disk.surfscan']);
  });

  test('about a weak one nothing is to be written', async () => {
    const words = await next('size=1TB,weak=5000@1');
    expect(words).toContain('ddrescue -d DISK ');
    expect(words).not.toContain('written');
  });

  test('nothing, where all reads', async () => expect(await next('size=1TB')).toBe(''));
});

test('LBAs that were typed, and read: what it can mean that they once did not', async () => {
  const target = await inspectTarget('sim:size=1TB');
  const suspects = typedSuspects([{ firstLba: 5000, lastLba: 5000 }]);
  const probed = await new Check(target, suspects).run();
  const { device } = target;
  const result = concludeCheck({ device, suspects, accused: null, probed, where: [] });
  expect(said(result, MEANS)).toEqual([
    expect.stringMatching(/^All that was asked about reads.*Reallocated_Sector_Ct.*weak.*cable/),
  ]);
});

test('of a long run the first places are looked up, and that is said', async () => {
  const places = async (to: number) => {
    const target = await inspectTarget(`sim:size=1TB,bad=5000-${to}`);
    const suspects = typedSuspects([{ firstLba: 5000, lastLba: to }]);
    const probed = await new Check(target, suspects).run();
    const where = await locateFound(target, probed);
    const device = { ...target.device, kind: 'block' as const };
    const result = concludeCheck({ device, suspects, accused: null, probed, where });
    return { lbas: where.map(({ lba }) => lba), words: said(result, 'Where it lies').join('\n') };
  };
  // Nothing says where blocks begin: of a short run each sector may be another file's.
  const short = await places(5031);
  expect(short.lbas).toEqual(Array.from({ length: 32 }, (_v, index) => 5000 + index));
  expect(short.words).not.toMatch(/looked up/);
  const few = await places(5063);
  expect(few.lbas).toEqual([5000, 5008, 5016, 5024, 5032, 5040, 5048, 5056, 5063]);
  expect(few.words).not.toContain('Only the first');
  expect(few.words).toContain('one place in each 4 KiB was looked up');
  const many = await places(5300);
  expect(many.lbas).toEqual(Array.from({ length: 32 }, (_v, index) => 5000 + 8 * index));
  expect(many.words).toMatch(/Only the first places .* were looked up/);
});
