// The worker threads of a run.

import { Worker } from 'node:worker_threads';
import { afterEach, expect, test, vi } from 'vitest';
import { WorkerPool } from '../../../src/reading/pool.ts';

afterEach(() => void vi.restoreAllMocks());

test('a pool that is closed at once lets its threads load first: one that is cut off aborts the process', async () => {
  const seen: string[] = [];
  const { emit, terminate } = Worker.prototype;
  vi.spyOn(Worker.prototype, 'emit').mockImplementation(function (this: Worker, event, ...args) {
    if (event === 'message') seen.push('loaded');
    return emit.call(this, event, ...args);
  });
  vi.spyOn(Worker.prototype, 'terminate').mockImplementation(function (this: Worker) {
    seen.push('terminated');
    return terminate.call(this);
  });
  await new WorkerPool(2).close();
  expect(seen).toEqual(['loaded', 'loaded', 'terminated', 'terminated']);
});
