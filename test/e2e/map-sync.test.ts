// What of a map is on the disk when the power goes: the system calls prove that it is flushed.

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { describeUnless } from '../rig/availability.ts';
import { isThere } from '../rig/server-binary.ts';
import { temporaryDirectory } from './fixtures.ts';
import { mapPath } from './maps.ts';
import { runCli, scanArgs } from './run-cli.ts';

const PAGE_BYTES = 4096;
/** Both slots of it: src/map-file/format.ts. */
const SEAL_AT = [6, 7].map((page) => page * PAGE_BYTES);
/** Twice what is promised: the machine may be busy. */
const MOST_GAP_S = 10;

interface Call {
  readonly name: 'write' | 'sync' | 'sync of the directory';
  readonly atSeconds: number;
  /** Of a write. */
  readonly bytes: number;
  readonly position: number;
}

/** Calls that ended, in the order in which they began. */
function callsOf(log: string, path: string): Call[] {
  const calls: Call[] = [];
  for (const line of log.split('\n')) {
    // "123 1700000000.123456 pwrite64(21</tmp/x.map>, ""..., 4096, 24576) = 4096", or "<unfinished ...>".
    const found = /^\d+ +(\d+\.\d+) (pwrite64|fsync|fdatasync)\(\d+<([^>]*)>(.*)$/.exec(line);
    if (found === null) continue;
    const [, at, call, file, rest] = found;
    const isDirectory = file === dirname(path);
    if (file !== path && !isDirectory) continue;
    const isWrite = call === 'pwrite64';
    const name = isWrite ? 'write' : isDirectory ? 'sync of the directory' : 'sync';
    const numbers = /, (\d+), (\d+)(?:\)| <unfinished)/.exec(rest!);
    const [bytes, position] = isWrite ? numbers!.slice(1).map(Number) : [0, 0];
    calls.push({ name, atSeconds: Number(at), bytes: bytes!, position: position! });
  }
  return calls;
}

describeUnless(isThere('strace') ? null : 'strace is not there', 'a map, by strace', () => {
  test('is flushed every 5 s, before its seals, and so is its name', async () => {
    const path = mapPath();
    const log = join(temporaryDirectory(), 'calls');
    const trace = ['-e', 'trace=pwrite64,fsync,fdatasync', '-e', 'signal=none', '-s', '0'];
    const wrapper = ['strace', '-f', '-qq', '-y', '-ttt', ...trace, '-o', log];
    const args = scanArgs('sim:size=4GB,speed=1', '--map', path);
    const run = await runCli(args, { wrapper, limitMs: 150_000 });
    expect(run.status, run.stderr).toBe(0);
    const calls = callsOf(readFileSync(log, 'utf8'), path);
    const isSeal = ({ bytes, position }: Call) =>
      bytes === PAGE_BYTES && SEAL_AT.includes(position);
    const seals = calls.flatMap((call, index) => (isSeal(call) ? [index] : []));
    // The open one when it is made, the closed one at the end; each in two slots, one after the other.
    expect(seals).toHaveLength(4);
    for (const seal of seals) {
      expect(calls[seal - 1]!.name, `before the seal at ${seal}`).toBe('sync');
      expect(calls[seal + 1]!.name, `behind the seal at ${seal}`).toBe('sync');
    }
    // Its name is on the disk before anything is found that could be lost with it.
    const named = calls.findIndex(({ name }) => name === 'sync of the directory');
    expect(named).toBe(seals[1]! + 2);
    // No write waits longer for the next flush.
    const syncs = calls.filter(({ name }) => name === 'sync').map(({ atSeconds }) => atSeconds);
    for (const { name, atSeconds } of calls) {
      if (name !== 'write') continue;
      const next = syncs.find((at) => at >= atSeconds)!;
      expect(next - atSeconds).toBeLessThan(MOST_GAP_S);
    }
    const whileItRan = calls.slice(named, seals[2]! - 1).filter(({ name }) => name === 'sync');
    expect(whileItRan.length).toBeGreaterThanOrEqual(Math.floor(run.scan.elapsed_s / MOST_GAP_S));
    expect(whileItRan.length).toBeGreaterThan(0);
  }, 180_000);
});
