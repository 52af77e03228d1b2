// Whether a terminal is the one that the kernel writes its messages to.

import { execFile } from 'node:child_process';
import { fstatSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';

/** What of the machine decides. */
export interface Consoles {
  readonly platform: string;
  /** Of the open file. */
  rdevOfFd(fd: number): number;
  rdevOf(path: string): Promise<number>;
  /** What the system says of its consoles. */
  said(): Promise<string>;
}

const THIS_MACHINE: Consoles = {
  platform: process.platform,
  rdevOfFd: (fd) => fstatSync(fd).rdev,
  rdevOf: async (path) => (await stat(path)).rdev,
  said: () =>
    process.platform === 'freebsd'
      ? sysctl('kern.console')
      : readFile('/sys/class/tty/console/active', 'utf8'),
};

const LIMIT_MS = 5000;

function sysctl(name: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { timeout: LIMIT_MS, env: { LC_ALL: 'C' } };
    execFile('/sbin/sysctl', ['-n', name], options, (error, stdout) =>
      error === null ? resolve(stdout) : reject(error),
    );
  });
}

/** Linux's virtual consoles: tty0 is whichever is shown. Documentation/admin-guide/devices.txt, 4 char. */
const VIRTUAL_MAJOR = 4;
const MOST_VIRTUAL = 63;

/** False where that cannot be told. */
export async function isSystemConsole(fd: number, machine = THIS_MACHINE): Promise<boolean> {
  try {
    const rdev = machine.rdevOfFd(fd);
    const said = await machine.said();
    // FreeBSD: the active ones, and behind a slash all there are: sys/kern/kern_cons.c, sysctl_kern_console.
    const active = said.split('/')[0]!.split(/[\s,]+/);
    const names = ['console', ...active.filter((name) => /^[a-zA-Z]+\d*$/.test(name))];
    if (names.includes('tty0') && machine.platform === 'linux' && isVirtual(rdev)) return true;
    for (const name of names) {
      const own = await machine.rdevOf(`/dev/${name}`).catch(() => null);
      if (own === rdev) return true;
    }
    return false;
  } catch {
    return false;
  }
}

function isVirtual(rdev: number): boolean {
  const minor = rdev - VIRTUAL_MAJOR * 256;
  return minor >= 1 && minor <= MOST_VIRTUAL;
}
