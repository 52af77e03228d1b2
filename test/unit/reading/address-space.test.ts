import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { addressLimitMib, assertRoomFor } from '../../../src/reading/address-space.ts';

/** As the kernel writes them: fs/proc/base.c, proc_pid_limits. */
const limits = (soft: string) =>
  'Limit                     Soft Limit           Hard Limit           Units     \n' +
  'Max cpu time              unlimited            unlimited            seconds   \n' +
  `Max address space         ${soft.padEnd(20)} unlimited            bytes     \n`;

function proc(soft: string, pages: number): string {
  const path = join(mkdtempSync(join(tmpdir(), 'surfscan-proc-')), 'self');
  onTestFinished(() => rmSync(path, { recursive: true }));
  mkdirSync(path);
  writeFileSync(join(path, 'limits'), limits(soft));
  writeFileSync(join(path, 'statm'), `${pages} 1 1 1 0 1 0\n`);
  return path;
}

const GIB = 1024 ** 3;
const ONE_GIB_OF_PAGES = GIB / 4096;

test('threads that have room are no matter', () => {
  expect(() => assertRoomFor(1000, proc('unlimited', ONE_GIB_OF_PAGES))).not.toThrow();
  expect(() => assertRoomFor(1, proc(`${1.75 * GIB}`, ONE_GIB_OF_PAGES))).not.toThrow();
  expect(() => assertRoomFor(1000, '/nonexistent')).not.toThrow();
});

test('threads that have none are refused, with what they need', () => {
  const cramped = proc(`${1.75 * GIB - 1}`, ONE_GIB_OF_PAGES);
  const needed = /1 thread that reads needs 1792 MiB .* the limit is 1791 MiB.*ulimit -v/;
  expect(() => assertRoomFor(1, cramped)).toThrow(needed);
  expect(() => assertRoomFor(2, cramped)).toThrow(/2 threads that read need 2560 MiB/);
});

test('a limit is read from its line, and none is none', () => {
  expect(addressLimitMib(limits('1048576'))).toBe(1);
  expect(addressLimitMib(limits('unlimited'))).toBeNull();
  expect(addressLimitMib('')).toBeNull();
});
