// A worker that cannot open its disk says so in its one message, at the beginning of its order.

import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
import { afterAll, expect, test } from 'vitest';
import { native } from '../../../src/addon/native.ts';
import type { SweepMessage, SweepTask } from '../../../src/reading/sweep.ts';
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
