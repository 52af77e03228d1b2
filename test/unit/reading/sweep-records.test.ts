// What a sweep's records say, and where it reads.

import { afterEach, expect, test, vi } from 'vitest';
import { native } from '../../../src/addon/native.ts';
import { inspectTarget } from '../../../src/index.ts';
import { readings } from '../../../src/reading/sweep.ts';
import { addressOf } from '../../../src/reading/sweep-context.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

test('records field by field; what is no whole one is none', () => {
  const records = Float64Array.of(1, 2, 3, 4, 5, 0, 0, 0, 11, 12, 13, 14, 15, 1, 16, 1, 21, 22);
  expect([...readings(records)]).toEqual([
    { from: 1, to: 2, latencyNs: 3, error: 4, errno: 5, late: false, drive: 0, named: false },
    { from: 11, to: 12, latencyNs: 13, error: 14, errno: 15, late: true, drive: 16, named: true },
  ]);
  expect(native.layout.recordFields).toBe(8);
});

test('a simulated disk begins anew: memory of its own, as nobody has read it yet', async () => {
  const reset = vi.spyOn(native, 'resetSim');
  const target = await inspectTarget('sim:size=1MiB,weak=3@2');
  const address = addressOf(target, { engine: 'sim' });
  const again = addressOf(target, { engine: 'sim' });
  if (address.kind !== 'sim' || again.kind !== 'sim') throw new Error('expected simulated disks');
  expect(address).toMatchObject({ spec: target.address, depth: 1 });
  expect(address.shared.byteLength).toBe(target.simSharedBytes);
  expect(again.shared).not.toBe(address.shared);
  const memory = reset.mock.calls.map(([spec, { buffer }]) => [spec, buffer]);
  expect(memory[0]).toEqual([target.address, address.shared]);
  expect(memory[1]![1]).toBe(again.shared);
});

test('a disk is read by its path, with what it must still be', async () => {
  const target = await inspectTarget('sim:size=1MiB');
  const disk = { ...target, address: '/dev/sdx', node: '8:0' };
  expect(addressOf(disk, { engine: 'io_uring' })).toEqual({
    kind: 'path',
    path: '/dev/sdx',
    node: '8:0',
    sectors: 2048,
    imageSectorBytes: 512,
    engine: 'io_uring',
    depth: 1,
  });
});
