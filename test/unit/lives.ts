// How processes end that have a reader or a scan in some state: what every table of lives does.

import { expect } from 'vitest';
import { inspectTarget, loadStoredScan, Run, type ScanOptions } from '../../src/index.ts';
import { type Left, runNative, runProcess } from './addon/native-process.ts';

/** A read of this block stays out for so long. */
export const HUNG_BLOCK = 300;
export const HUNG_MS = 1400;
/** Of 256 sectors for a reader, fewer for a scan: its map is made anew each time. */
export const BLOCKS = 512;
export const SCAN_BLOCK_SECTORS = 8;

export type Reader =
  | { readonly spec: string }
  | { readonly path: string; readonly engine: 'pread' | 'io_uring'; readonly depth: number };

export const READER_STATES = [
  'opened',
  'slice running',
  'read out',
  'paused',
  'stopped with a read out',
  'closed twice',
] as const;
export const READER_ENDS = ['terminate', 'worker exits', 'exit', 'exitNow'] as const;
type ReaderState = (typeof READER_STATES)[number];
type ReaderEnd = (typeof READER_ENDS)[number];

/** A worker in a native call cannot end itself. */
export function isPossible(state: ReaderState, end: ReaderEnd): boolean {
  return end !== 'worker exits' || (state !== 'slice running' && state !== 'read out');
}

const READER_LIFE = `
  const { reader, state, end, hungBlock } = given;
  const shared = reader.spec === undefined ? null : sharedOf(reader.spec);
  const mine = new SharedArrayBuffer(native.layout.workerBytes);
  const told = new Int32Array(new SharedArrayBuffer(4));
  const open = ({ spec, path, depth, engine }, shared) =>
    spec === undefined ? native.openPath(path, 512, 256, depth, engine) : native.openSim(spec, shared, 256);
  const work = ({ reader: how, shared, mine, told, state, end, hungBlock, open }) => {
    const reader = eval(open)(how, shared);
    const slice = (first, end) => reader.slice(orderOf(512, { shared: new Uint8Array(mine), first, end }));
    if (state === 'slice running') {
      Atomics.store(told, 0, 1);
      for (;;) slice(0, 200);
    }
    if (state === 'read out' || state === 'stopped with a read out') slice(hungBlock, hungBlock + 1);
    if (state === 'paused') slice(0, 200);
    if (state === 'closed twice') { slice(0, 200); reader.close(); reader.close(); }
    globalThis.kept = reader;
    Atomics.store(told, 0, 1);
    if (end === 'worker exits') process.exit(0);
    Atomics.wait(told, 0, 1);
  };
  const control = new Int32Array(mine, native.layout.offsets.control, 1);
  const since = new BigInt64Array(mine, native.layout.offsets.inFlightSinceNs, 1);
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  if (state === 'paused') control[0] = 1;
  const worker = start(work, { reader, shared, mine, told, state, end, hungBlock, open: String(open) });
  worker.once('error', (error) => { console.error(error); process.exit(98); });
  const over = done(worker);
  if (state.endsWith('read out')) while (Atomics.load(since, 0) === 0n) await pause(2);
  if (state === 'stopped with a read out') Atomics.store(control, 0, 2);
  if (state !== 'read out') while (Atomics.load(told, 0) === 0) await pause(2);
  if (state === 'slice running' || state === 'read out') await pause(50);
  if (end === 'exit') process.exit(5);
  if (end === 'exitNow') native.exitNow(6);
  if (end === 'terminate') await worker.terminate(); else await over;
  const again = open(reader, shared);
  console.log(again.slice(orderOf(10)).next);
  again.close();
  again.close();
`;

export async function expectReaderEnds(reader: Reader, state: ReaderState, end: ReaderEnd) {
  const given = { reader, state, end, hungBlock: HUNG_BLOCK };
  const left = await runNative(READER_LIFE, given);
  const ends: Record<ReaderEnd, Left> = {
    terminate: { status: 0, signal: null, said: '10\n' },
    'worker exits': { status: 0, signal: null, said: '10\n' },
    exit: { status: 5, signal: null, said: '' },
    exitNow: { status: 6, signal: null, said: '' },
  };
  expect(left).toEqual(ends[end]);
}

export const SCAN_STATES = [
  'before open',
  'planned',
  'prepared',
  'scanning',
  'read out',
  'paused',
  'stopped with a read out',
  'ended',
] as const;
export const SCAN_ENDS = ['exit', 'exitNow', 'throw'] as const;
type ScanState = (typeof SCAN_STATES)[number];
type ScanEnd = (typeof SCAN_ENDS)[number];
const STATUS: Record<ScanEnd, number> = { exit: 5, exitNow: 6, throw: 1 };

export interface Scanned {
  readonly target: string;
  readonly map: string;
}

/** Half a second for all of it. */
const OPTIONS: ScanOptions = {
  jobs: 1,
  blockSectors: SCAN_BLOCK_SECTORS,
  bytesPerSecond: 2 * BLOCKS * SCAN_BLOCK_SECTORS * 512,
};

const SCAN_LIFE = `
  import { exitNow, inspectTarget, Run } from '../../dist/library/index.js';
  const { target, map, options, state, end, hungLba } = JSON.parse(process.argv[1]);
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const leave = async () => {
    if (end === 'exit') process.exit(5);
    if (end === 'exitNow') exitNow(6);
    if (end === 'throw') setImmediate(() => { throw new Error('thrown'); });
    await new Promise(() => {});
  };
  if (state === 'before open') await leave();
  const run = await Run.plan([await inspectTarget(target)], options, { path: map, resume: true });
  if (state === 'planned') await leave();
  await run.prepare();
  if (state === 'prepared') await leave();
  const scanning = run.scan();
  const there = () => run.scans[0].progress();
  if (state === 'ended') await scanning;
  else while (there().doneSectors === 0) await pause(2);
  if (state.endsWith('read out')) { while (there().currentLba < hungLba) await pause(2); await pause(30); }
  if (state === 'paused') { run.pause(); await pause(100); }
  if (state.startsWith('stopped')) run.stop();
  await leave();
`;

/** The status is as wished, no signal, no hang; and what was kept goes on to the truth. */
export async function expectScanEnds(
  scanned: Scanned,
  state: ScanState,
  end: ScanEnd,
  coverage: unknown,
) {
  const hungLba = HUNG_BLOCK * SCAN_BLOCK_SECTORS;
  const given = { ...scanned, options: OPTIONS, state, end, hungLba };
  const script = SCAN_LIFE.replaceAll('../../dist', new URL('../../dist', import.meta.url).href);
  const left = await runProcess(['--input-type=module', '-e', script, JSON.stringify(given)]);
  expect([left.status, left.signal], left.said).toEqual([STATUS[end], null]);
  if (STATUS[end] === 1) expect(left.said).toMatch(/thrown/);
  else expect(left.said).toBe('');
  const target = await inspectTarget(scanned.target.replace('speed=1', 'speed=max'));
  const options = { ...OPTIONS, bytesPerSecond: 2 ** 40 };
  const run = await Run.plan([target], options, { path: scanned.map, resume: true });
  const [entry] = await run.scan();
  expect(entry).toMatchObject({ coverage, trouble: null, mapTrouble: null });
  expect((await loadStoredScan(scanned.map)).result.coverage).toEqual(coverage);
}
