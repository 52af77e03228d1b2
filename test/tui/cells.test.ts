import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CELL_PARTLY, CELL_READ, CELL_UNREAD, CellMap } from '../../src/tui/cells.ts';
import { FakeScan, fold } from './fake-run.ts';

/** Counts what a fold looks at. */
function counting() {
  const folded = { bytes: 0, calls: 0 };
  const counted: typeof fold = (map, first, end, worst, state) => {
    folded.calls++;
    folded.bytes += Math.ceil(((end - first) * map.length) / worst.length);
    fold(map, first, end, worst, state);
  };
  return { folded, counted };
}

test('after any reading, the cells are what a fold of everything gives', () => {
  const steps = fc.array(fc.tuple(fc.nat(3), fc.nat(200), fc.integer({ min: 1, max: 247 })));
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 900 }), fc.nat(300), steps, (blocks, room, reads) => {
      const scan = new FakeScan({ sectors: blocks * 256 }, 256, Math.min(4, blocks));
      const cells = new CellMap(scan.grid, scan.map, fold);
      cells.update(room, scan.progress());
      for (const [job, count, byte] of reads) {
        scan.read(count, () => byte, Math.min(job, scan.jobs - 1));
        cells.update(room, scan.progress());
      }
      const worst = new Uint8Array(cells.count);
      const state = new Uint8Array(cells.count);
      fold(scan.map, 0, cells.count, worst, state);
      expect(cells.worst).toEqual(worst);
      expect(cells.state).toEqual(state);
    }),
  );
});

test('each block belongs to the cell that is told for it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2000 }), fc.integer({ min: 1, max: 500 }), (n, room) => {
      const scan = new FakeScan({ sectors: n * 256 });
      const cells = new CellMap(scan.grid, scan.map, fold);
      cells.update(room, scan.progress());
      for (let block = 0; block < n; block++) {
        const cell = cells.cellOf(block);
        expect(cells.firstBlockOf(cell)).toBeLessThanOrEqual(block);
        expect(cells.firstBlockOf(cell + 1)).toBeGreaterThan(block);
      }
    }),
    { numRuns: 50 },
  );
});

describe('only what moved is folded', () => {
  test('nothing when nothing moved', () => {
    const { folded, counted } = counting();
    const scan = new FakeScan({ sectors: 256 * 10_000 });
    const cells = new CellMap(scan.grid, scan.map, counted);
    for (let frame = 0; frame < 5; frame++) cells.update(100, scan.progress());
    expect(folded.calls).toBe(1);
  });

  test('a scan costs its map once, and what a cell holds once more', () => {
    const { folded, counted } = counting();
    const scan = new FakeScan({ sectors: 256 * 100_000 });
    const cells = new CellMap(scan.grid, scan.map, counted);
    cells.update(10, scan.progress());
    folded.bytes = 0;
    for (let frame = 0; frame < 1000; frame++) {
      scan.read(100, () => 1);
      cells.update(10, scan.progress());
    }
    expect(folded.bytes).toBeLessThanOrEqual(2 * 100_000);
    expect(cells.state.every((state) => state === CELL_READ)).toBe(true);
  });

  test.each([
    ['another size', 20, {}],
    ['a rollback', 10, { rollbacks: 1 }],
    ['another phase', 10, { phase: 'again' as const }],
  ])('all of it for %s', (_name, room, state) => {
    const scan = new FakeScan({ sectors: 256 * 1000 });
    const cells = new CellMap(scan.grid, scan.map, fold);
    scan.read(500, () => 1);
    cells.update(10, scan.progress());
    scan.map.fill(0, 100, 500);
    scan.state = state;
    cells.update(room, scan.progress());
    const first = Array.from(cells.state.slice(0, 2));
    expect(first).toEqual([CELL_READ, room === 10 ? CELL_UNREAD : CELL_READ]);
  });
});

test('a share that another worker took over is folded on from where it was cut', () => {
  const scan = new FakeScan({ sectors: 256 * 1000 });
  const cells = new CellMap(scan.grid, scan.map, fold);
  cells.update(10, scan.progress());
  scan.read(150, () => 1);
  cells.update(10, scan.progress());
  scan.shares[0]!.end = 500;
  scan.shares.push({ first: 500, next: 500, end: 1000 });
  scan.read(130, () => 150, 1);
  cells.update(10, scan.progress());
  expect(Array.from(cells.worst)).toEqual([1, 1, 0, 0, 0, 150, 150, 0, 0, 0]);
  expect(cells.state[6]).toBe(CELL_PARTLY);
});
