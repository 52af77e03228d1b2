// Deadlines: of work that hangs, and not of a program that was stopped.

import { expect, test } from 'vitest';
import { withDeadline } from '../../../src/disks/deadline.ts';

const late = () => new Error('late');
const after = (ms: number) => new Promise<string>((resolve) => setTimeout(resolve, ms, 'done'));

test('work that is not done in time is late', async () => {
  await expect(withDeadline(new Promise(() => {}), 10, late)).rejects.toThrow('late');
});

test('work that is done in time is what it came to', async () => {
  await expect(withDeadline(after(1), 60_000, late)).resolves.toBe('done');
});

test('a stop of the program that outlasts the deadline makes nothing late', async () => {
  const work = withDeadline(after(60), 50, late);
  // Nothing runs here meanwhile, as in a stopped program.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1500);
  await expect(work).resolves.toBe('done');
});
