import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvLines, SurfscanError } from '../../../src/index.ts';
import { classOfByte, errorOfByte } from '../../../src/vocabulary/classes.ts';
import { drawnScan } from './drawn-scan.ts';
import { stored } from './stored.ts';

const HEADER = 'from,to,sectors,blocks,state,latency_from_ms,latency_below_ms';

describe('a scan as CSV', () => {
  test('a picture: every kind of block, a short first and a short last one', () => {
    const scan = stored({
      sectors: 100,
      range: [6, 93],
      blockSectors: 8,
      bytes: [1, 104, 105, 0, 0, 171, 156, 172, 239, 247, 247, 240],
    });
    expect([...csvLines(scan)]).toEqual([
      HEADER,
      '6,15,10,2,<3ms,0,3',
      '16,23,8,1,<10ms,3,3.234455',
      '24,39,16,2,unread,,',
      '40,55,16,2,<500ms,150,500',
      '56,71,16,2,>500ms,500,',
      '72,87,16,2,UNC,,',
      '88,92,5,1,ABRT,,',
    ]);
  });

  test('the largest disk of one block, nothing read', () => {
    const sectors = 2 ** 53 - 1;
    const scan = stored({ sectors, blockSectors: sectors, bytes: [0] });
    expect([...csvLines(scan)]).toEqual([HEADER, `0,${sectors - 1},${sectors},1,unread,,`]);
  });

  test('comes line by line: a byte that means nothing is a defect once it is reached', () => {
    const lines = csvLines(stored({ sectors: 4, blockSectors: 2, bytes: [1, 248] }));
    expect([lines.next().value, lines.next().value]).toEqual([HEADER, '0,1,2,1,<3ms,0,0.00108']);
    expect(() => lines.next()).toThrow(SurfscanError);
  });

  test('its ranges are the whole range, in order, of blocks that fared alike', () => {
    fc.assert(
      fc.property(drawnScan, ({ scan }) => {
        const { grid, map } = scan;
        const said: string[] = [];
        let [nextLba, states] = [grid.fromLba, 0];
        for (const line of [...csvLines(scan)].slice(1)) {
          const [from, to, sectors, blocks, state] = line.split(',');
          expect(Number(from)).toBe(nextLba);
          expect(Number(to)).toBe(nextLba + Number(sectors) - 1);
          nextLba = Number(to) + 1;
          expect(state).not.toBe(said.at(-1)); // neighbours differ
          for (states += Number(blocks); said.length < states; ) said.push(state!);
        }
        expect(nextLba).toBe(grid.toLba);
        const expected = [...map].map((byte) =>
          byte === 0 ? 'unread' : byte < 240 ? classOfByte(byte).name : errorOfByte(byte).code,
        );
        expect(said).toEqual(expected);
      }),
    );
  });
});
