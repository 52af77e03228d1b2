// Which terminals the kernel writes to, as both systems say it.

import { expect, test } from 'vitest';
import { type Consoles, isSystemConsole } from '../../../src/cli/system-console.ts';

const FREEBSD: Record<string, number> = { '/dev/console': 5, '/dev/ttyv0': 100, '/dev/ttyu0': 200 };
const LINUX: Record<string, number> = {
  '/dev/console': 0x501,
  '/dev/tty0': 0x400,
  '/dev/ttyS0': 0x440,
};

const machine = (platform: string, nodes: Record<string, number>, said: string, rdev: number) =>
  ({
    platform,
    rdevOfFd: () => rdev,
    rdevOf: async (path) => {
      if (!(path in nodes)) throw new Error('ENOENT');
      return nodes[path]!;
    },
    said: async () => said,
  }) satisfies Consoles;

test.each([
  ['the first terminal of vt(4)', 'ttyv0,/ttyv0,ttyu0,\n', 100, true],
  ['the console itself', 'ttyv0,/ttyv0,\n', 5, true],
  ['another terminal of vt(4)', 'ttyv0,/ttyv0,\n', 101, false],
  ['a serial line that is not active', 'ttyv0,/ttyv0,ttyu0,\n', 200, false],
  ['a serial line that is', 'ttyu0,ttyv0,/ttyv0,ttyu0,\n', 200, true],
  ['a pseudo-terminal', 'ttyv0,/ttyv0,\n', 300, false],
  ['no console', '/ttyv0,\n', 100, false],
])('FreeBSD: %s', async (_, said, rdev, is) => {
  expect(await isSystemConsole(1, machine('freebsd', FREEBSD, said, rdev))).toBe(is);
});

test.each([
  ['a virtual console', 'tty0\n', 0x401, true],
  ['the last of them', 'ttyS0 tty0\n', 0x43f, true],
  ['a virtual console where the serial line has the messages', 'ttyS0\n', 0x401, false],
  ['that serial line', 'ttyS0\n', 0x440, true],
  ['a pseudo-terminal', 'tty0\n', 0x8800, false],
])('Linux: %s', async (_, said, rdev, is) => {
  expect(await isSystemConsole(1, machine('linux', LINUX, said, rdev))).toBe(is);
});

test('what cannot be told is none', async () => {
  const broken = machine('freebsd', FREEBSD, 'ttyv0,/ttyv0,', 100);
  const failing = async () => Promise.reject(new Error('no sysctl'));
  expect(await isSystemConsole(1, { ...broken, said: failing })).toBe(false);
  const closed = () => {
    throw new Error('EBADF');
  };
  expect(await isSystemConsole(1, { ...broken, rdevOfFd: closed })).toBe(false);
});
