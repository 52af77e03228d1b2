// Which parts a benchmark has, where io_uring is and where it is not.

import { describe, expect, test } from 'vitest';
import { inTurn, planBench, shareOf } from '../../../src/benchmark/plan.ts';
import type { Device } from '../../../src/index.ts';
import { inspectTarget } from '../../../src/index.ts';

const sim = await inspectTarget('sim:');
const target = (device: Partial<Device>) => ({
  ...sim,
  device: { ...sim.device, kind: 'block' as const, path: '/dev/sda', bus: 'sata', ...device },
});
const words = (device: Partial<Device>, errno = 0) =>
  planBench(target(device), {}, () => errno).parts.map(
    ({ kind, blockBytes, depth, engine }) => `${kind} ${blockBytes} x${depth} ${engine}`,
  );

describe('parts', () => {
  test('of a disk that spins', () => {
    expect(words({ rotational: true })).toEqual([
      'sequential 1048576 x1 io_uring',
      'random 512 x1 io_uring',
      'random 4096 x1 io_uring',
      'random 65536 x1 io_uring',
      'random 1048576 x1 io_uring',
      'random 4096 x4 io_uring',
      'random 4096 x32 io_uring',
      'adjacent 512 x1 io_uring',
      'fullStroke 512 x1 io_uring',
      'burst 131072 x1 io_uring',
    ]);
  });

  test('of one that may spin are the same', () => {
    expect(words({ rotational: null })).toEqual(words({ rotational: true }));
  });

  test('of one that does not: several in flight, and nothing of a head', () => {
    const parts = words({ rotational: false, bus: 'nvme' });
    expect(parts[0]).toBe('sequential 1048576 x4 io_uring');
    expect(parts).toHaveLength(7);
  });

  test('of memory: one by one without io_uring, several with it', () => {
    const parts = words({ rotational: false, bus: 'zram', logicalBytes: 4096 });
    expect(parts).toEqual([
      'sequential 1048576 x1 pread',
      'random 4096 x1 pread',
      'random 65536 x1 pread',
      'random 1048576 x1 pread',
      'random 4096 x4 io_uring',
      'random 4096 x32 io_uring',
    ]);
  });

  test('without io_uring: a thread for each that is in flight, and that is said', () => {
    const plan = planBench(target({ rotational: false, bus: 'nvme' }), {}, () => 1);
    expect(plan.parts.map(({ depth }) => depth)).toEqual([4, 1, 1, 1, 1, 4, 32]);
    expect(plan.parts.every(({ engine }) => engine === 'pread')).toBe(true);
    expect(plan.notes.at(-1)).toBe('without io_uring: what is in flight is read by a thread each');
  });

  test('without io_uring, of a disk that spins: in order one after the other', () => {
    const { parts } = planBench(target({ rotational: true }), {}, () => 38);
    expect(parts[0]).toMatchObject({ kind: 'sequential', depth: 1, engine: 'pread' });
    expect(parts.filter(({ depth }) => depth > 1)).toHaveLength(2);
  });

  test('of a simulated disk: its own queue', () => {
    const { parts, notes } = planBench(sim, {});
    expect(parts.every(({ engine }) => engine === 'sim')).toBe(true);
    expect(parts.map(({ depth }) => depth)).toEqual([1, 1, 1, 1, 1, 4, 32, 1, 1, 1]);
    expect(notes).toEqual([]);
  });

  test('of sectors that no size is a multiple of', () => {
    expect(words({ logicalBytes: 520, rotational: false })).toEqual([
      `sequential ${520 * 2016} x4 io_uring`,
    ]);
  });

  test('are measured in another order: a queue has others behind it, who make up for it', () => {
    const { parts } = planBench(target({ rotational: true }), {}, () => 0);
    expect(
      inTurn(parts).map(({ kind, blockBytes, depth }) => `${kind} ${blockBytes}x${depth}`),
    ).toEqual([
      'sequential 1048576x1',
      ...['random 512x1', 'random 4096x1', 'random 4096x4', 'random 4096x32'],
      ...['random 65536x1', 'random 1048576x1'],
      ...['adjacent 512x1', 'fullStroke 512x1', 'burst 131072x1'],
    ]);
  });

  test('have shares that make up the time', () => {
    const { parts } = planBench(target({ rotational: true }), {}, () => 0);
    expect(parts.reduce((sum, part) => sum + shareOf(part), 0)).toBe(100);
  });
});
