import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ddrescueLines, type StoredScan, SurfscanError } from '../../../src/index.ts';
import { sectorStates } from '../../../src/report/sector-states.ts';
import { aResult } from './a-result.ts';
import { drawnScan, runs } from './drawn-scan.ts';
import { exact, failed, stored } from './stored.ts';

/** Without comments. */
const mapOf = (scan: StoredScan) => [...ddrescueLines(scan)].filter((line) => line[0] !== '#');

describe('a scan as a ddrescue mapfile', () => {
  test('a picture: a part of a disk, all that a sector can come to', () => {
    const scan = stored({
      sectors: 0x1000,
      range: [0x104, 0x803],
      blockSectors: 0x100,
      bytes: [1, 247, 0, 247, 243, 200, 240, 3],
      // The fifth block is weak. The last failed; of it two sectors, then it was left.
      bad: [exact(0x210, 0x212), exact(0x2ff, 0x300), failed(0x400, 0x500)],
    });
    expect([...ddrescueLines(scan)].map((line) => line.replace(/version .*/, 'version V'))).toEqual(
      [
        '# Mapfile. Created by surfscan version V',
        '# Scan of /dev/sdb, started 2026-11-22T10:00:00.000Z, finished 2026-11-22T12:59:03.500Z',
        '# + was read well, not copied: for a rescue use it as --domain-mapfile (-m) only',
        '# current_pos  current_status  current_pass',
        '0x00000000     ?               1',
        '#      pos        size  status',
        '0x00000000  0x00020800  ?',
        '0x00020800  0x00021800  +',
        '0x00042000  0x00000400  -',
        '0x00042400  0x0001DA00  +',
        '0x0005FE00  0x00000200  -',
        '0x00060000  0x00020000  ?',
        '0x00080000  0x00020000  *',
        '0x000A0000  0x00060600  +',
        '0x00100600  0x000FFA00  ?',
      ],
    );
  });

  test('bad sectors that the disk failed differently are one range', () => {
    const [a, b] = [exact(1, 2), exact(2, 3)];
    const scan = stored({
      sectors: 4,
      blockSectors: 4,
      bytes: [247],
      bad: [a, { ...b, value: { ...b.value, error: 'IDNF' } }],
    });
    expect(mapOf(scan).slice(1)).toEqual([
      '0x00000000  0x00000200  +',
      '0x00000200  0x00000400  -',
      '0x00000600  0x00000200  +',
    ]);
  });

  test('sectors of 4096 bytes, past 2 TiB', () => {
    const sectors = 24e12 / 4096;
    const last = sectors - 1;
    const bytes = [1, 247];
    const scan = stored({
      sectors,
      logicalBytes: 4096,
      blockSectors: last,
      bytes,
      bad: [exact(last, sectors)],
    });
    expect(mapOf(scan)).toEqual([
      '0x00000000     +               1',
      '0x00000000  0x15D3EF797000  +',
      '0x15D3EF797000  0x00001000  -',
    ]);
  });

  test.each([
    ['nothing is left', { bytes: [1, 1], bad: [] }, '0x00000000 + 1'],
    ['bad sectors are left', { bytes: [1, 247], bad: [exact(5, 6)] }, '0x00000000 + 1'],
    ['a failed block was not narrowed', { bytes: [1, 247], bad: [failed(4, 8)] }, '0x00000800 * 1'],
    ['a block is unread', { bytes: [247, 0], bad: [failed(0, 4)] }, '0x00000800 ? 1'],
    ['nothing was read', { bytes: [0, 0], bad: [] }, '0x00000000 ? 1'],
    [
      'the end was not wanted',
      { range: [0, 5] as [number, number], bytes: [1, 1] },
      '0x00000A00 ? 1',
    ],
  ])('its status line where %s', (_, shape, expected) => {
    const scan = stored({ sectors: 8, blockSectors: 4, ...shape });
    expect(mapOf(scan)[0]!.replace(/ +/g, ' ')).toBe(expected);
  });

  test('a path that would end its comment does not', () => {
    const scan = stored({ sectors: 1, blockSectors: 1, bytes: [1] });
    const device = { ...scan.result.device, path: '/dev/x\n0x0 0x200 -\r\u2028' };
    const result = aResult({ ...scan.result, device, finished: null });
    const lines = [...ddrescueLines({ ...scan, result })];
    expect(lines[1]).toMatch(/^# Scan of \/dev\/x\?0x0 0x200 -\?\?, started .*, not finished$/);
    expect(lines.join('\n').split('\n')).toHaveLength(7);
  });

  test('bad sectors where nothing was read are a defect of ours, not a report', () => {
    const scan = stored({ sectors: 8, blockSectors: 4, bytes: [1, 0], bad: [exact(4, 5)] });
    expect(() => mapOf(scan)).toThrow(SurfscanError);
    const across = stored({ sectors: 8, blockSectors: 4, bytes: [1, 0], bad: [exact(3, 5)] });
    expect(() => mapOf(across)).toThrow(/3 to 4/);
  });

  test('its ranges are the disk, each sector as it came out, neighbours merged', () => {
    const states = { '?': 'unread', '*': 'failed', '-': 'bad', '+': 'good' } as const;
    fc.assert(
      fc.property(drawnScan, ({ scan, truth }) => {
        const bytes = scan.result.device.logicalBytes;
        const said = mapOf(scan)
          .slice(1)
          .map((line) => {
            const [position, size, status] = line.split(/ +/) as [string, string, '?'];
            const from = Number(position) / bytes;
            return { from, to: from + Number(size) / bytes, state: states[status] };
          });
        expect(said).toEqual(runs(truth));
      }),
    );
  });

  test('within the range its sums are the coverage', () => {
    fc.assert(
      fc.property(drawnScan, ({ scan }) => {
        const { grid, result } = scan;
        const sums = { unread: 0, failed: 0, bad: 0, good: 0 };
        for (const { from, to, state } of sectorStates(scan)) {
          sums[state] += Math.max(0, Math.min(to, grid.toLba) - Math.max(from, grid.fromLba));
        }
        const { unread, failed: notNarrowed, bad, good } = sums;
        const total = result.range.lastLba - result.range.firstLba + 1;
        expect({ total, good, bad: bad + notNarrowed, unread }).toEqual(result.coverage);
      }),
    );
  });
});
