// Findings agree with the map's bytes, whatever moments they are of.

import { describe, expect, test } from 'vitest';
import { reconcile } from '../../../src/map-file/reconcile.ts';
import { BLOCKS, bad, contentsOf, IO, slow, TIME, UNC } from './disagreeing.ts';
import { aHeader, aMap, FINDINGS } from './fixtures.ts';

describe('reconcile', () => {
  test('changes nothing that agrees', () => {
    const contents = { ...contentsOf({}, FINDINGS), header: aHeader(100), map: aMap(100) };
    const result = reconcile(contents);
    expect(result).toEqual(contents);
    expect(reconcile(result)).toEqual(contents);
  });

  test('drops what was found in blocks that are unread', () => {
    const { findings } = reconcile(
      contentsOf(
        { 1: 0, 2: UNC, 3: 0, 5: UNC },
        {
          failed: [{ from: 8, to: 16, value: { error: 'IO', errno: null } }],
          bad: [bad(17, 18), bad(30, 32), bad(40, 41)],
          weak: [bad(24, 26)],
          slow: [slow(8), slow(48)],
          disturbed: [
            { from: 24, to: 32, foreignSectors: 1 },
            { from: 24, to: 40, foreignSectors: 2 },
          ],
        },
      ),
    );
    expect(findings).toEqual({
      failed: [],
      bad: [bad(17, 18), bad(40, 41)],
      weak: [],
      slow: [slow(48)],
      disturbed: [{ from: 24, to: 40, foreignSectors: 2 }],
    });
  });

  test('cuts what lies in unread blocks in part', () => {
    const { findings } = reconcile(
      contentsOf(
        { 0: UNC, 1: UNC, 2: 0, 3: 0, 4: UNC, 5: 0, 6: UNC, 7: UNC },
        { bad: [bad(3, 60)] },
      ),
    );
    expect(findings.bad).toEqual([bad(3, 16), bad(32, 40), bad(48, 60)]);
    expect(findings.failed).toEqual([]);
    const ends = reconcile(contentsOf({ 0: 0, 1: UNC, 2: 0 }, { bad: [bad(2, 20)] }));
    expect(ends.findings.bad).toEqual([bad(8, 16)]);
  });

  test('blocks that failed, and of which nothing was found, failed', () => {
    const { findings } = reconcile(
      contentsOf(
        { 1: UNC, 2: UNC, 3: IO, 5: UNC, 7: UNC, 9: UNC, 19: UNC },
        {
          failed: [{ from: 40, to: 48, value: { error: 'UNC', errno: 'EIO' } }],
          bad: [bad(60, 61)],
          weak: [bad(72, 80)],
        },
      ),
    );
    expect(findings.failed).toEqual([
      { from: 8, to: 24, value: { error: 'UNC', errno: null } },
      { from: 24, to: 32, value: { error: 'IO', errno: null } },
      { from: 40, to: 48, value: { error: 'UNC', errno: 'EIO' } },
      { from: 152, to: 160, value: { error: 'UNC', errno: null } },
    ]);
  });

  test('a late block is explained by its late answer, and by no other slowness', () => {
    const late = () =>
      contentsOf({ 1: TIME, 2: TIME }, { slow: [slow(8, { late: true }), slow(16)] });
    // Its record was not written any more: nobody read it again, and nobody says that it is bad.
    const open = reconcile(late());
    expect([open.map[1], open.map[2], open.findings.failed]).toEqual([TIME, 0, []]);
    expect(open.findings.slow).toEqual([slow(8, { late: true })]);
    expect(open.forgotten).toEqual([{ first: 2, end: 3 }]);
    const { findings } = reconcile({ ...late(), closed: true });
    expect(findings.failed).toEqual([{ from: 16, to: 24, value: { error: 'TIME', errno: null } }]);
  });

  test('a slow block without a latency takes the lowest of its step', () => {
    const { findings, state } = reconcile(
      contentsOf({ 1: 171, 2: 172, 3: 239, 4: 200 }, { slow: [slow(32, { rereadDone: true })] }),
    );
    expect(findings.slow).toEqual([
      slow(16, { latencyNs: 500e6 }),
      slow(24, { latencyNs: Math.round(500e6 * 200 ** (67 / 68)) }), // of 68 to 100 s, the last
      slow(32, { rereadDone: true }),
    ]);
    expect(state.slowNotKept).toBe(0);
  });

  test('the first and the last block may be short', () => {
    const header = { fromLba: 5, toLba: 150 };
    const { findings } = reconcile(contentsOf({ 0: UNC, 18: UNC }, {}, header, 19));
    expect(findings.failed).toEqual([
      { from: 5, to: 8, value: { error: 'UNC', errno: null } },
      { from: 144, to: 150, value: { error: 'UNC', errno: null } },
    ]);
  });

  test('slow blocks past 100,000 are counted', () => {
    const blocks = 100_010;
    const header = aHeader(blocks);
    const map = new Uint8Array(new SharedArrayBuffer(blocks)).fill(180);
    const contents = { ...contentsOf({}, { slow: [slow(80)] }), header, map };
    const { findings, state } = reconcile(contents);
    expect(findings.slow).toHaveLength(100_000);
    expect(findings.slow[10]).toEqual(slow(80));
    expect(state.slowNotKept).toBe(10);
    const again = reconcile({ ...contents, findings, state });
    expect(again.findings.slow).toEqual(findings.slow);
    expect(again.state.slowNotKept).toBe(10);
  });

  test('more failed places than can be listed are unread, and no map is refused for them', () => {
    const failing = () => contentsOf({ 1: UNC, 3: UNC, 5: UNC, 6: UNC, 8: UNC }, {});
    const { findings, map, notes, forgotten } = reconcile(failing(), 2);
    expect(findings.failed.map(({ from }) => from)).toEqual([8, 24]);
    expect([...map.subarray(0, 10)].map((byte) => byte === 0)).toEqual(
      Array.from({ length: 10 }, (_, block) => [5, 6, 8].includes(block)),
    );
    expect(forgotten).toEqual([
      { first: 5, end: 7 },
      { first: 8, end: 9 },
    ]);
    expect(notes.at(-1)).toMatch(/^blocks failed in more than 2 places/);
    // As no scan writes it: one finding, in very many blocks that are unread.
    const gaps = { 0: UNC, 1: 0, 2: UNC, 3: 0, 4: UNC, 5: 0, 6: UNC };
    const cut = reconcile(contentsOf(gaps, { bad: [bad(0, 56)] }), 2);
    expect(cut.findings.bad).toEqual([bad(0, 8), bad(16, 24)]);
    expect(cut.map.subarray(4)).toEqual(new Uint8Array(BLOCKS - 4));
  });
});
