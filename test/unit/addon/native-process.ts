// Scripts over the addon in processes of their own, with worker threads of theirs.

import { spawn } from 'node:child_process';
import { ADDON } from './native-fixture.ts';

/** None takes seconds: who is killed for it hangs, however busy the machine is. */
const LIMIT_MS = 120_000;

// What both sides of a script have: the addon, a disk's shared memory, an order for its first blocks.
const COMMON = `
  const { Worker, isMainThread, parentPort, workerData } = require('node:worker_threads');
  const native = require(${JSON.stringify(ADDON)});
  const sharedOf = (spec) => {
    const shared = new Uint8Array(new SharedArrayBuffer(native.describeSim(spec).sharedBytes));
    native.resetSim(spec, shared);
    return shared;
  };
  const orderOf = (blocks, change) => ({
    fromLba: 0, toLba: blocks * 256, blockSectors: 256, phaseLba: 0, first: 0, end: blocks,
    map: null, shared: new Uint8Array(new SharedArrayBuffer(native.layout.workerBytes)),
    failedBlocks: null, failedLimit: 0, firstReading: 1, recordFromNs: 1e15, timeoutNs: 0,
    hangNs: 0, budgetNs: 600e9, newsBudgetNs: 600e9, deviceBudgetNs: 0, rowLimit: 0, records: new Float64Array(6000), ...change,
  });
  const start = (work, data) =>
    new Worker(COMMON + '(' + work + ')(workerData);', { eval: true, workerData: data });
  const done = (worker) => new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('exit', resolve);
  });
  const heard = (worker) => new Promise((resolve) => worker.once('message', resolve));
  const running = async (word) => { while (Atomics.load(word, 0) === 0) await new Promise(setImmediate); };
`;

export interface Left {
  status: number | null;
  signal: string | null;
  said: string;
}

/** Runs an async script in a process of its own, which an abort would end with a signal. `given` is its
 * global of that name. */
export function runNative(script: string, given: unknown = null): Promise<Left> {
  return runProcess(nativeScript(script, given));
}

/** Node's arguments for such a script. */
export function nativeScript(script: string, given: unknown = null): string[] {
  return [
    '-e',
    `const COMMON = ${JSON.stringify(COMMON)}; ${COMMON}; const given = ${JSON.stringify(given)};
      (async () => { ${script} })().catch((e) => { console.error(e); process.exit(99); });`,
  ];
}

/** Node, or another program, with these arguments, killed when it does not end. */
export function runProcess(args: readonly string[], program = process.execPath): Promise<Left> {
  const child = spawn(program, args);
  const limit = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text));
  return new Promise((resolve) =>
    child.once('close', (status, signal) => {
      clearTimeout(limit);
      resolve({ status, signal, said });
    }),
  );
}

export const fine = (said: string): Left => ({ status: 0, signal: null, said });
