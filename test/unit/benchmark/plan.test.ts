// Which parts a benchmark has, where io_uring is and where it is not.

import { describe, expect, test } from 'vitest';
import { planBench, shareOf } from '../../../src/benchmark/plan.ts';
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

  test.each([
    [1, 'which this system does not allow (EPERM)'],
    [38, 'which this system does not have'],
  ])('without io_uring (errno %d): one by one, and that is said', (errno, why) => {
    const plan = planBench(target({ rotational: false }), {}, () => errno);
    expect(plan.parts.every(({ depth, engine }) => depth === 1 && engine === 'pread')).toBe(true);
    expect(plan.notes.at(-1)).toBe(`depth 4 and 32 are left out: they take io_uring, ${why}`);
  });

  test('of sectors that no size is a multiple of', () => {
    expect(words({ logicalBytes: 520, rotational: false })).toEqual([
      `sequential ${520 * 2016} x4 io_uring`,
    ]);
  });

  test('have shares that make up the time', () => {
    const { parts } = planBench(target({ rotational: true }), {}, () => 0);
    expect(parts.reduce((sum, part) => sum + shareOf(part), 0)).toBe(100);
  });
});
