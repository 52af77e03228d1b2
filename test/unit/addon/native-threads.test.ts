// The addon in worker threads: several on one disk, some that end in the midst of a native call.

import { expect, test } from 'vitest';
import { fine, runNative as run } from './native-process.ts';

test('two workers read one disk, and take each of its failures once', async () => {
  const left = await run(`
    const spec = 'size=1GB,kind=ssd,weak=0@3000';
    const shared = sharedOf(spec);
    const read = ({ spec, shared }) => {
      const reader = native.openSim(spec, shared, 256);
      const map = new Uint8Array(1);
      let failed = 0;
      for (let i = 0; i < 2000; i++) {
        reader.slice(orderOf(1, { map }));
        if (map[0] === 247) failed++;
      }
      parentPort.postMessage(failed);
    };
    const workers = [start(read, { spec, shared }), start(read, { spec, shared })];
    const ends = Promise.all(workers.map(done));
    const failed = await Promise.all(workers.map(heard));
    await ends;
    console.log(failed[0] + failed[1], native.openSim(spec, shared, 256).slice(orderOf(1)).stop);
  `);
  expect(left).toEqual(fine('3000 0\n'));
});

test('a worker that is terminated during a slice ends with it, and the process goes on', async () => {
  const left = await run(`
    const spec = 'size=1000TB,kind=null';
    const data = { spec, shared: sharedOf(spec), mine: new SharedArrayBuffer(native.layout.workerBytes) };
    const read = ({ spec, shared, mine }) => {
      const reader = native.openSim(spec, shared, 256);
      reader.slice(orderOf(2 ** 32 - 1, { shared: new Uint8Array(mine), budgetNs: 300e6 }));
    };
    for (let i = 0; i < 3; i++) {
      const worker = start(read, data);
      const frontier = new Int32Array(data.mine, native.layout.offsets.frontier, 1);
      await running(frontier);
      await worker.terminate();
      frontier[0] = 0;
    }
    const reader = native.openSim(spec, data.shared, 256);
    console.log(reader.slice(orderOf(10)).next);
  `);
  expect(left).toEqual(fine('10\n'));
});

test('a worker that is terminated while a slice is refused dies in silence', async () => {
  const left = await run(`
    const spec = 'size=1GB';
    const data = { spec, shared: sharedOf(spec), word: new Int32Array(new SharedArrayBuffer(4)) };
    const misuse = ({ spec, shared, word }) => {
      const reader = native.openSim(spec, shared, 256);
      for (;;) {
        Atomics.store(word, 0, 1);
        try { reader.slice({}); } catch {}
        try { native.openSim('x', shared, 256); } catch {}
      }
    };
    for (let i = 0; i < 10; i++) {
      const worker = start(misuse, data);
      await running(data.word);
      await worker.terminate();
      data.word[0] = 0;
    }
  `);
  expect(left).toEqual(fine(''));
});

test('an environment ends with readers open and an inspection under way', async () => {
  const left = await run(`
    const spec = 'size=1GB';
    const data = { spec, shared: sharedOf(spec) };
    const leave = ({ spec, shared }) => {
      globalThis.kept = [native.openSim(spec, shared, 256), native.openPath(process.execPath, 512, 1, 1, 'pread')];
      for (let i = 0; i < 20; i++) native.startInspection(process.execPath, 512);
      native.startInspection('/nowhere', 512);
      process.exit(0);
    };
    for (let i = 0; i < 10; i++) await done(start(leave, data));
    globalThis.kept = native.openSim(spec, data.shared, 256);
    native.startInspection(process.execPath, 512);
    console.log('left');
    process.exit(0);
  `);
  expect(left).toEqual(fine('left\n'));
});

test('exitNow leaves though a worker is in a native call', async () => {
  const left = await run(`
    const spec = 'size=1GB,kind=ssd,hang=0@3600000,speed=1';
    const data = { spec, shared: sharedOf(spec), mine: new SharedArrayBuffer(native.layout.workerBytes) };
    start(({ spec, shared, mine }) => {
      native.openSim(spec, shared, 256).slice(orderOf(1, { shared: new Uint8Array(mine) }));
    }, data);
    const since = new Int32Array(data.mine, native.layout.offsets.inFlightSinceNs, 1);
    await running(since);
    native.exitNow(4);
  `);
  expect(left).toEqual({ status: 4, signal: null, said: '' });
});
