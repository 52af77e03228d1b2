// Reads in flight of a disk that stops answering: whoever sent them may stop, close, end and leave.

import { type ChildProcess, spawn } from 'node:child_process';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { native } from '../../src/addon/native.ts';
import { ADDON } from '../unit/addon/native-fixture.ts';
import { describeWithDisks } from './availability.ts';
import { bad } from './faults.ts';
import { type FaultyDisk, openFaultyDisk } from './faulty-disk.ts';
import { sleepSync, until } from './system.ts';

const SECTORS = 200_000;
const DEPTH = 8;

let disk: FaultyDisk | null = null;
afterEach(async () => {
  disk?.kill('SIGCONT');
  await disk?.close();
  disk = null;
});

// What a script has: a reader of the disk, an order for all of it, and a stop that comes by itself
// once a read has been out for so long.
const COMMON = `
  const { Worker, isMainThread, workerData } = require('node:worker_threads');
  const load = () => require(${JSON.stringify(ADDON)});
  const open = (native, path) => native.openPath(path, 512, 256, ${DEPTH}, 'io_uring');
  const orderOf = (native, memory) => ({
    fromLba: 0, toLba: ${SECTORS}, blockSectors: 256, phaseLba: 0, first: 0,
    end: Math.ceil(${SECTORS} / 256), map: null, shared: new Uint8Array(memory),
    failedBlocks: null, failedLimit: 0, firstReading: 1, recordFromNs: 1e15, timeoutNs: 30e9,
    hangNs: 0, budgetNs: 600e9, newsBudgetNs: 600e9, deviceBudgetNs: 0, rowLimit: 0,
    records: new Float64Array(6000),
  });
  const STOP = 'const { workerData: words } = require("node:worker_threads");' +
    'setTimeout(() => Atomics.store(words, 0, 2), 300);';
  const stopSoon = (memory) => new Worker(STOP, { eval: true, workerData: new Int32Array(memory, 0, 1) });
  const leaveReads = (native, path) => {
    const memory = new SharedArrayBuffer(native.layout.workerBytes);
    stopSoon(memory);
    const reader = open(native, path);
    const began = Date.now();
    const result = reader.slice(orderOf(native, memory));
    return { reader, ...result, tookMs: Date.now() - began };
  };
`;

function start(script: string, path: string): { child: ChildProcess; said(): string } {
  const source = `${COMMON} const path = ${JSON.stringify(path)}; ${script}`;
  const child = spawn(process.execPath, ['-e', source], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (text) => (said += text));
  return { child, said: () => said };
}

async function frozen(): Promise<FaultyDisk> {
  disk = await openFaultyDisk({ sectors512: SECTORS });
  disk.kill('SIGSTOP');
  return disk;
}

const noUring = native.uringErrno();
if (noUring !== 0) process.stderr.write(`\nSKIPPED: no io_uring here: errno ${noUring}\n`);

describe.skipIf(noUring !== 0)('with io_uring', () =>
  describeWithDisks('reads in flight', () => {
    test('find exactly the blocks that fail, at any depth', async () => {
      const lbas = [0, 255, 256, 5000, 99_999, 100_000, SECTORS - 1];
      disk = await openFaultyDisk({ sectors512: SECTORS, faults: lbas.map((lba) => bad(lba)) });
      const blocks = Math.ceil(SECTORS / 256);
      const expected = new Set(lbas.map((lba) => Math.floor(lba / 256)));
      for (const depth of [1, 7, 32, 256]) {
        const reader = native.openPath(disk.path, 512, 256, depth, 'io_uring');
        const map = new Uint8Array(blocks);
        const result = reader.slice({
          fromLba: 0,
          toLba: SECTORS,
          blockSectors: 256,
          phaseLba: 0,
          first: 0,
          end: blocks,
          map,
          shared: new Uint8Array(new SharedArrayBuffer(native.layout.workerBytes)),
          failedBlocks: null,
          failedLimit: 0,
          firstReading: 1,
          recordFromNs: Number.MAX_SAFE_INTEGER,
          timeoutNs: 30e9,
          hangNs: 0,
          budgetNs: 60e9,
          newsBudgetNs: 60e9,
          deviceBudgetNs: 0,
          rowLimit: 0,
          records: new Float64Array(6 * 1000),
        });
        reader.close();
        expect(result).toMatchObject({ next: blocks, stop: 0, outstanding: 0 });
        const failed = [...map].flatMap((byte, block) => (byte >= 240 ? [block] : []));
        expect(new Set(failed)).toEqual(expected);
        expect(map.includes(0)).toBe(false);
      }
    });

    test('are left behind after a stop, and the reader closes at once', async () => {
      const { path } = await frozen();
      const { child, said } = start(
        `const native = load();
       const { reader, next, stop, outstanding, tookMs } = leaveReads(native, path);
       let refused = '';
       try { reader.slice(orderOf(native, new SharedArrayBuffer(native.layout.workerBytes))); }
       catch (error) { refused = error.message; }
       const began = Date.now();
       reader.close();
       reader.close();
       console.log(JSON.stringify({ next, stop, outstanding, refused,
         inTime: tookMs >= 1000 && tookMs < 5000, closedInTime: Date.now() - began < 500 }));
       setTimeout(() => console.log('lives'), 1500);`,
        path,
      );
      await until('the stop', () => said().includes('\n'), 120_000);
      expect(JSON.parse(said())).toEqual({
        next: 0,
        stop: 2,
        outstanding: DEPTH,
        refused: 'the last order left reads behind: close the reader',
        inTime: true,
        closedInTime: true,
      });
      disk!.kill('SIGCONT'); // now they answer, into memory that is still there
      await until('the end', () => child.exitCode !== null || child.signalCode !== null, 120_000);
      expect(said()).toMatch(/lives\n$/);
      expect(child.exitCode).toBe(0);
    });

    test('outlive the only environment that has loaded the addon', async () => {
      const { path } = await frozen();
      const { child, said } = start(
        `const worker = new Worker(COMMON + 'leaveReads(load(), workerData); process.exit(0);',
         { eval: true, workerData: path });
       worker.once('exit', () => { console.log('ended'); setTimeout(() => console.log('lives'), 1500); });`.replaceAll(
          'COMMON',
          JSON.stringify(COMMON),
        ),
        path,
      );
      await until('the worker’s end', () => said().includes('\n'), 120_000);
      sleepSync(200);
      disk!.kill('SIGCONT');
      await until('the end', () => child.exitCode !== null || child.signalCode !== null, 120_000);
      expect(said()).toBe('ended\nlives\n');
      expect(child.exitCode).toBe(0);
    });

    test('do not hold up a process that leaves', async () => {
      const { path } = await frozen();
      const { child } = start(
        `const native = load();
       leaveReads(native, path);
       native.exitNow(4);`,
        path,
      );
      await until('the end', () => child.exitCode !== null || child.signalCode !== null, 120_000);
      expect(child.exitCode).toBe(4);
    });
  }),
);
