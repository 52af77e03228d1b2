import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CELL_PARTLY, CELL_READ, CELL_UNREAD, CellMap } from '../../src/tui/cells.ts';
import { FIRST_ERROR_BYTE } from '../../src/vocabulary/classes.ts';
import { FakeScan, stepOf, tally } from './fake-run.ts';

/** Counts what is looked at. */
function counting() {
  const looked = { bytes: 0, calls: 0 };
  const counted: typeof tally = (map, first, end) => {
    looked.calls++;
    looked.bytes += end - first;
    return tally(map, first, end);
  };
  return { looked, counted };
}

/** Cells as they are by their definition. */
function expected(scan: FakeScan, cells: CellMap) {
  return Array.from({ length: cells.count }, (_, cell) => {
    const bytes = [...scan.map.slice(cells.firstBlockOf(cell), cells.firstBlockOf(cell + 1))];
    const reads = bytes.filter((byte) => byte > 0 && byte < FIRST_ERROR_BYTE).sort((a, b) => a - b);
    const worst = Math.max(...bytes);
    return {
      worst,
      typical: reads[Math.ceil(reads.length / 2) - 1] ?? 0,
      state: worst === 0 ? CELL_UNREAD : bytes.includes(0) ? CELL_PARTLY : CELL_READ,
    };
  });
}

function shown(cells: CellMap) {
  return Array.from({ length: cells.count }, (_, cell) => ({
    worst: cells.worst[cell],
    typical: cells.typical[cell],
    state: cells.state[cell],
  }));
}

test('after any reading, the cells of any part are what counting everything gives', () => {
  const steps = fc.array(fc.tuple(fc.nat(3), fc.nat(200), fc.integer({ min: 1, max: 247 })));
  const part = fc.option(fc.tuple(fc.nat(899), fc.nat(899)));
  fc.assert(
    fc.property(
      ...([fc.integer({ min: 1, max: 900 }), fc.nat(300), fc.nat(300), steps, part] as const),
      (blocks, room, before, reads, zoom) => {
        const scan = new FakeScan({ sectors: blocks * 256 }, 256, Math.min(4, blocks));
        const cells = new CellMap(scan.grid, scan.map, tally);
        const first = zoom === null ? 0 : Math.min(zoom[0], blocks - 1);
        const range = zoom === null ? null : { first, end: Math.min(blocks, first + zoom[1] + 1) };
        // A picture may begin with frontiers in the middle of cells.
        scan.read(before, () => 1);
        cells.update(room, scan.progress(), range);
        for (const [job, count, byte] of reads) {
          scan.read(count, () => byte, Math.min(job, scan.jobs - 1));
          cells.update(room, scan.progress(), range);
        }
        expect(shown(cells)).toEqual(expected(scan, cells));
        const seen = scan.map.slice(cells.range.first, cells.range.end);
        expect(cells.counts).toEqual(tally(seen, 0, seen.length).fill(cells.counts[0]!, 0, 1));
      },
    ),
  );
});

test('each block belongs to the cell that is told for it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2000 }), fc.integer({ min: 1, max: 500 }), (n, room) => {
      const scan = new FakeScan({ sectors: n * 256 });
      const cells = new CellMap(scan.grid, scan.map, tally);
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

describe('only what moved is counted', () => {
  test('nothing when nothing moved', () => {
    const { looked, counted } = counting();
    const scan = new FakeScan({ sectors: 256 * 10_000 });
    const cells = new CellMap(scan.grid, scan.map, counted);
    scan.read(5000, () => 1);
    for (let frame = 0; frame < 5; frame++) cells.update(100, scan.progress());
    expect(looked.bytes).toBe(5000);
  });

  test('what is unread is not looked at, in pictures of any size', () => {
    const { looked, counted } = counting();
    const scan = new FakeScan({ sectors: 256 * 1_000_000 }, 256, 4);
    const cells = new CellMap(scan.grid, scan.map, counted);
    scan.read(10, () => 1, 1);
    scan.read(20, () => 1, 3);
    for (const room of [1, 7, 100, 5000]) cells.update(room, scan.progress());
    expect(looked.bytes).toBe(4 * 30);
    expect(cells.counts[0]).toBe(1_000_000 - 30);
    expect(cells.state.filter((state) => state === CELL_PARTLY)).toHaveLength(2);
  });

  test('a scan costs its map once', () => {
    const { looked, counted } = counting();
    const scan = new FakeScan({ sectors: 256 * 100_000 });
    const cells = new CellMap(scan.grid, scan.map, counted);
    cells.update(10, scan.progress());
    looked.bytes = 0;
    for (let frame = 0; frame < 1000; frame++) {
      scan.read(100, () => 1);
      cells.update(10, scan.progress());
    }
    expect(looked.bytes).toBe(100_000);
    expect(cells.state.every((state) => state === CELL_READ)).toBe(true);
  });

  test.each([
    ['another size', 20, {}],
    ['a rollback', 10, { rollbacks: 1 }],
    ['another phase', 10, { phase: 'again' as const }],
  ])('all of it for %s', (_name, room, state) => {
    const scan = new FakeScan({ sectors: 256 * 1000 });
    const cells = new CellMap(scan.grid, scan.map, tally);
    scan.read(500, () => 1);
    cells.update(10, scan.progress());
    scan.map.fill(0, 100, 500);
    scan.state = state;
    cells.update(room, scan.progress());
    const first = Array.from(cells.state.slice(0, 2));
    expect(first).toEqual([CELL_READ, room === 10 ? CELL_UNREAD : CELL_READ]);
  });
});

test('a share that another worker took over is counted on from where it was cut', () => {
  const scan = new FakeScan({ sectors: 256 * 1000 });
  const cells = new CellMap(scan.grid, scan.map, tally);
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

test('of most blocks that read quickly one slow one is not typical, and is in the mean', () => {
  const scan = new FakeScan({ sectors: 256 * 100 });
  scan.read(100, (block) => stepOf(block === 50 ? 800 : 1));
  const cells = new CellMap(scan.grid, scan.map, tally);
  cells.update(1, scan.progress());
  expect(cells.typical[0]).toBe(stepOf(1));
  expect(cells.worst[0]).toBe(stepOf(800));
  expect(cells.meanNs[0]! / 1e6).toBeGreaterThan(8);
  expect(cells.meanNs[0]! / 1e6).toBeLessThan(10);
});
