// Whose lines were taken, what was left aside, and how sentences count.

import { describe, expect, test } from 'vitest';
import { nextSentences } from '../../../src/check/explain/next.ts';
import { list, ordinal } from '../../../src/check/explain/words.ts';
import { accusationsWithoutTarget, concludeUnread } from '../../../src/index.ts';
import type { Device } from '../../../src/vocabulary/device.ts';
import { readLog } from '../kernel-log/read-log.ts';
import { checkSim, said } from './check-sim.ts';
import { LOG } from './explained.ts';

describe('whose lines were taken', () => {
  const geom = (device: string) => `${device}[READ(offset=512, length=512)]error = 5`;

  test('one name, or several', async () => {
    const lines = [geom('ad16'), geom('ad18')];
    const taken = async (...logDevices: string[]) =>
      said(await checkSim('size=1TB', lines, { logDevices }), LOG).slice(0, 2);
    expect((await taken('ad16'))[0]).toMatch(/^ad16 of the log is taken for sim:/);
    expect((await taken('ad16', 'ad18'))[0]).toMatch(
      /^ad16 and ad18 of the log are taken for sim:/,
    );
    expect(await taken('ad16', 'ad99')).toEqual([
      expect.stringMatching(/^ad16 of the log is taken for sim:/),
      'The log accuses ad99 of nothing.',
    ]);
  });

  test('an offset that nothing is shifted by is said', async () => {
    const words = async (device: string) =>
      said(await checkSim('size=1TB', [geom(device)], { logOffsetLba: 63 }), LOG).join('\n');
    expect(await words('ad16')).toContain('--log-offset was not added to anything');
    expect(await words('ad16s1a')).not.toContain('--log-offset');
  });
});

describe('a log without a disk', () => {
  const explained = (...lines: string[]) => {
    return concludeUnread(null, accusationsWithoutTarget(readLog(lines.join('\n')), []));
  };

  test('a part’s numbers are its own', () => {
    const result = explained('g_vfs_done():ar0s1d[WRITE(offset=65536, length=2048)]error = 5');
    expect(result).toMatchObject({ verdict: 'explained', device: null, probed: null });
    expect(said(result)[0]).toMatch(
      /GEOM named its write request on ar0s1d \(error 5\): offset 65536 \/ 512 = sector 128, length 2048 \/ 512 = 4 sectors\.$/,
    );
  });

  test('that accuses nothing', () => {
    expect(said(explained('hello'))).toEqual([
      'The log accuses nothing: no line of it names a sector.',
    ]);
  });

  test('of which only one device is asked about', () => {
    const log = readLog('ad4: FAILURE - READ_DMA LBA=5\nad6: FAILURE - READ_DMA LBA=7\n');
    const result = concludeUnread(null, accusationsWithoutTarget(log, ['ad6', 'ad8']));
    expect(result.suspects).toMatchObject([{ firstLba: 7 }]);
    expect(said(result).join('\n')).toMatch(/accuses ad8 of nothing.*\n.*others, too: ad4/);
    expect(() => accusationsWithoutTarget(log, ['ad8'])).toThrowError(
      /accuses ad4, ad6, but not .*ad8/,
    );
  });
});

test('whose lines were taken, and what the kernel left out', async () => {
  const lines = [
    'ad4: FAILURE - READ_DMA status=51 error=40 LBA=5000',
    'blk_update_request: 12 callbacks suppressed',
    'GEOM_MIRROR: Request failed (error=5). mirror/gm0[READ(offset=2560000, length=131072)]',
  ];
  const result = await checkSim('size=1TB', lines, { logDevices: ['ad4'] });
  const words = said(result, LOG).join('\n');
  expect(words).toContain('ad4 of the log is taken for sim:size=1TB.');
  expect(words).toContain('The log accuses others, too: mirror/gm0.');
  expect(words).toContain('The kernel left out 12 messages');
});

test('lines that name no disk, while the log accuses several, are not left aside in silence', async () => {
  const lines = [
    'I/O error, dev sda, sector 5000',
    'I/O error, dev sdb, sector 9000',
    'Error: UNC 8 sectors at LBA = 0x000003e8 = 1000',
  ];
  const words = said(await checkSim('size=1TB', lines, { logDevices: ['sda'] }), LOG).join('\n');
  expect(words).toMatch(/Left aside: line 3, which names no disk, .* LBAs as arguments/);
});

test('lines that were left aside are counted as they are', async () => {
  const line = (lba: number) => `ad4: FAILURE - READ_DMA status=51 error=40 LBA=${lba}`;
  const words = async (...lbas: number[]) =>
    said(await checkSim('size=1000s', [line(5), ...lbas.map(line)]), LOG).join('\n');
  expect(await words(5000)).toContain('Left aside: line 2. What it names does not lie on');
  expect(await words(5000, 6000)).toContain(
    'Left aside: lines 2 and 3. What they name does not lie on',
  );
});

test('words', () => {
  expect([1, 2, 3, 4, 11, 12, 13, 21, 111, 211, 1002].map(ordinal)).toEqual([
    '1st',
    '2nd',
    '3rd',
    '4th',
    '11th',
    '12th',
    '13th',
    '21st',
    '111th',
    '211th',
    '1,002nd',
  ]);
  expect(list(['a', 'b', 'c'], 3)).toBe('a, b and c');
  expect(list(['a', 'b', 'c'], 2)).toBe('a, b and 1 more');
});

test('who writes a bad sector is told whose LBAs that program counts', () => {
  const device = { path: '/dev/sda1', kind: 'block' } as Device;
  expect(nextSentences('bad', device, []).join('\n')).toMatch(
    /hdparm --repair-sector \(Linux\), which counts LBAs of the whole disk, not of a partition,/,
  );
});
