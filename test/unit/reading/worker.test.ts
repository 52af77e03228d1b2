// A worker's messages: that it cannot open its disk, at the beginning of its order; what it read of it.

import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
import { afterAll, describe, expect, test } from 'vitest';
import { native } from '../../../src/addon/native.ts';
import { readings, type SweepMessage, type SweepTask } from '../../../src/reading/sweep.ts';
import sweep from '../../../src/reading/worker.ts';
import { RUNS, TASK } from './held-sweeps.ts';

const SECTORS = 2048;
const folder = mkdtempSync(join(tmpdir(), 'surfscan-worker-'));
const image = join(folder, 'image');
writeFileSync(image, '');
truncateSync(image, SECTORS * 512);
afterAll(() => rmSync(folder, { recursive: true }));

function nodeOf(path: string): string {
  const reader = native.openPath(path, 512, 100, 1, 'pread');
  const { node } = reader.geometry;
  reader.close();
  return node;
}

function messages(change: Partial<SweepTask>): SweepMessage[] {
  const { port1, port2 } = new MessageChannel();
  const workers = new SharedArrayBuffer(native.layout.workerBytes);
  sweep({ task: { ...TASK, workers, workerIndex: 0, ...change }, port: port2 });
  const told: SweepMessage[] = [];
  for (;;) {
    const next = receiveMessageOnPort(port1);
    if (next === undefined) break;
    told.push(next.message);
  }
  port1.close();
  return told;
}

const at = (path: string, change = {}) =>
  ({
    kind: 'path',
    path,
    node: nodeOf(image),
    sectors: SECTORS,
    imageSectorBytes: 512,
    engine: 'pread',
    depth: 1,
    ...change,
  }) as const;

test.each([
  ['no such file', at(join(folder, 'absent')), { code: 'ERR_ABSENT', errno: 'ENOENT' }],
  ['another file by now', at(image, { node: 'another' }), { code: 'ERR_GONE', errno: null }],
  ['one that was cut off', at(image, { sectors: SECTORS + 1 }), { code: 'ERR_GONE', errno: null }],
])('%s', (_, address, failure) => {
  expect(messages({ address, runs: RUNS })).toEqual([
    {
      records: new Float64Array(),
      run: 0,
      next: 0,
      stop: 'gone',
      failure: expect.objectContaining(failure),
    },
  ]);
});

test('the file itself, and one that grew: all is read', () => {
  for (const sectors of [SECTORS, SECTORS - 1]) {
    const last = messages({ address: at(image, { sectors }), runs: RUNS }).at(-1);
    expect(last).toMatchObject({ run: 0, next: RUNS[0]!.end, stop: 'done' });
  }
});

describe('what is read', () => {
  const read = (change: Partial<SweepTask>) => {
    const told = messages({ address: at(image), recordFromMs: 0, ...change });
    const blocks = told.flatMap(({ records }) => [...readings(records)].map(({ from }) => from));
    const { run, next, stop } = told.at(-1)!;
    return { blocks, end: { run, next, stop } };
  };
  const [run] = RUNS;
  const upwards = (first: number, end: number) =>
    Array.from({ length: end - first }, (_, i) => 100 * (first + i));

  test('all runs, one after the other', () => {
    const runs = [{ ...run!, first: 8 }, { ...run!, first: 0, end: 2 }, run!];
    expect(read({ runs })).toEqual({
      blocks: [...upwards(8, 10), ...upwards(0, 2), ...upwards(3, 10)],
      end: { run: 2, next: 10, stop: 'done' },
    });
  });

  test('what a warm-up leaves of its run', () => {
    const warmUp = { blocks: 2, ms: 60_000 };
    const { blocks, end } = read({ runs: RUNS, warmUp });
    expect(blocks).toEqual(upwards(3, 10));
    expect(end).toEqual({ run: 0, next: 10, stop: 'done' });
  });
});
