// Reads that do not come back after a stop. Any file's reads can be made so: strace(1) holds each
// pread(2) of it back.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { nativeScript, runProcess } from './native-process.ts';

const HELD_BACK_US = 3_000_000; // the slice leaves a second after the stop
const DEPTH = 2; // threads: twice as many reads are out

const traces = spawnSync('strace', ['-o', '/dev/null', 'true']).status === 0;
if (!traces) process.stderr.write('\nSKIPPED: strace(1) cannot trace here\n');

let directory = '';
let image = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'surfscan-left-'));
  image = join(directory, 'image');
  writeFileSync(image, '');
  truncateSync(image, 64 << 20);
});
afterAll(() => rmSync(directory, { recursive: true }));

test.skipIf(!traces)('a reader that left reads behind takes no other order', async () => {
  const script = nativeScript(`
    const blocks = 100;
    const mine = new SharedArrayBuffer(native.layout.workerBytes);
    start((words) => setTimeout(() => Atomics.store(words, 0, 2), 300), new Int32Array(mine, 0, 1));
    const reader = native.openPath(${JSON.stringify(image)}, 512, 256, ${DEPTH}, 'pread');
    const { next, stop, outstanding } = reader.slice(orderOf(blocks, { shared: new Uint8Array(mine) }));
    let refused = '';
    try { reader.slice(orderOf(blocks)); } catch (error) { refused = error.message; }
    console.log(JSON.stringify({ next, stop, outstanding, refused }));
    native.exitNow(0);
  `);
  const hold = ['-f', '-qq', '-o', '/dev/null', '-P', image];
  hold.push('-e', 'trace=pread64', '-e', `inject=pread64:delay_enter=${HELD_BACK_US}`);
  const left = await runProcess([...hold, process.execPath, ...script], 'strace');
  expect(left).toMatchObject({ status: 0, signal: null });
  // strace says a word of its own about those that it holds back while the process leaves.
  const told = left.said.split('\n').find((line) => line.startsWith('{')) ?? 'null';
  expect(JSON.parse(told)).toEqual({
    next: 0,
    stop: 2,
    outstanding: 2 * DEPTH,
    refused: 'the last order left reads behind: close the reader',
  });
});
