// Which failures are open still: those of the row that no good reading has ended.

import { describe, expect, test } from 'vitest';
import type { WorkerShared } from '../../../src/addon/worker-shared.ts';
import { Trails } from '../../../src/reading/trails.ts';

const UNIT = 8;
const reader = (row: number) => ({ row }) as WorkerShared & { row: number };

function failedAt(worker: WorkerShared, ...lbas: readonly number[]): Trails {
  const trails = new Trails();
  for (const from of lbas) trails.add(worker, { from, to: from + UNIT });
  return trails;
}

describe('the failures of a reader', () => {
  test('are open, the last first, no more than fail in a row', () => {
    const worker = reader(2);
    const trails = failedAt(worker, 0, 8, 16);
    expect(trails.isOpen(worker)).toBe(true);
    const last = [
      { from: 16, to: 24 },
      { from: 8, to: 16 },
    ];
    expect(trails.of(worker, UNIT, 0)).toEqual(last);
    // What was the disk's stays so, however long the row becomes.
    worker.row = 9;
    expect(trails.of(worker, UNIT, 0)).toEqual(last);
    trails.add(worker, { from: 24, to: 32 });
    expect(trails.of(worker, UNIT, 0)).toEqual([{ from: 24, to: 32 }, ...last]);
  });

  test('that are one range are open from the unit where the row begins', () => {
    const worker = reader(3);
    const trails = new Trails();
    trails.add(worker, { from: 0, to: 16 });
    trails.add(worker, { from: 40, to: 56 });
    expect(trails.of(worker, UNIT, 0)).toEqual([
      { from: 40, to: 56 },
      { from: 8, to: 16 },
    ]);
  });

  test('lie in units that begin at their phase', () => {
    const worker = reader(1);
    const trails = new Trails();
    trails.add(worker, { from: 0, to: 16 });
    expect(trails.of(worker, UNIT, 3)).toEqual([{ from: 11, to: 16 }]);
  });

  test('are open wherever they lie: one was out while its neighbours went on', () => {
    const worker = reader(2);
    // Read 8 at a time: of 800 … 856 the last failed, and then the one at 40 came back.
    const trails = failedAt(worker, 856, 40);
    expect(trails.of(worker, UNIT, 0)).toEqual([
      { from: 40, to: 48 },
      { from: 856, to: 864 },
    ]);
    // A good reading between them makes the first the disk's, and the row one.
    worker.row = 1;
    expect(trails.of(worker, UNIT, 0)).toEqual([{ from: 40, to: 48 }]);
  });

  test('are the disk’s once it read', () => {
    const worker = reader(1);
    const trails = failedAt(worker, 0);
    worker.row = 0;
    expect(trails.isOpen(worker)).toBe(false);
    expect(trails.of(worker, UNIT, 0)).toEqual([]);
    worker.row = 1;
    expect(trails.isOpen(worker)).toBe(false);
  });

  test('are the disk’s, too, where they are reported after a good reading', () => {
    const worker = reader(0);
    const trails = failedAt(worker, 0, 8);
    worker.row = 2;
    expect(trails.of(worker, UNIT, 0)).toEqual([]);
  });

  test('are each reader’s own', () => {
    const [one, other] = [reader(1), reader(1)];
    const trails = failedAt(one, 0);
    expect(trails.isOpen(other)).toBe(false);
    trails.add(other, { from: 80, to: 88 });
    trails.close(one);
    expect([trails.isOpen(one), trails.isOpen(other)]).toEqual([false, true]);
    trails.clear();
    expect(trails.isOpen(other)).toBe(false);
  });
});

describe('failures that were taken back', () => {
  test('are open until they are read again, behind those that followed', () => {
    const worker = reader(1);
    const trails = failedAt(worker, 0);
    trails.takeBack(worker, trails.of(worker, UNIT, 0));
    expect(trails.of(worker, UNIT, 0)).toEqual([{ from: 0, to: 8 }]);
    trails.add(worker, { from: 48, to: 56 });
    expect(trails.of(worker, UNIT, 0)).toEqual([
      { from: 48, to: 56 },
      { from: 0, to: 8 },
    ]);
    worker.row = 0;
    expect(trails.isOpen(worker)).toBe(true);
    trails.readAgain(worker);
    expect(trails.isOpen(worker)).toBe(false);
    expect(trails.of(worker, UNIT, 0)).toEqual([]);
  });

  test('are the list as it was then', () => {
    const worker = reader(1);
    const trails = new Trails();
    const ranges = [{ from: 0, to: 8 }];
    trails.takeBack(worker, ranges);
    ranges.pop();
    expect(trails.of(worker, UNIT, 0)).toEqual([{ from: 0, to: 8 }]);
  });
});
