// Whether this machine can make faulty disks, and what a test run does where it can't: skip and say
// so, or, where CI is meant to have them, fail.

import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { cCompiler, isThere } from './server-binary.ts';

/** Null, or the reason why not. */
export function canMakeDisks(): string | null {
  if (process.platform !== 'linux') return 'faulty disks are made with FUSE and loop: Linux only';
  if (!hasSysAdmin()) return 'mounting and loop devices need root (CAP_SYS_ADMIN)';
  if (!existsSync('/dev/fuse')) return 'there is no /dev/fuse';
  if (!existsSync('/dev/loop-control')) return 'there is no /dev/loop-control';
  if (!isThere('losetup')) return 'losetup is not there (package mount)';
  if (cCompiler() === null) return 'there is no C compiler (cc or gcc)';
  if (!existsSync('/usr/include/linux/fuse.h')) return 'linux/fuse.h is missing (linux-libc-dev)';
  return null;
}

/** True where a missing rig or tool is a failure. Elsewhere than on Linux nothing can be missing. */
export function isRequired(): boolean {
  if (process.platform !== 'linux') return false;
  return process.env.CI === 'true' || process.env.SURFSCAN_REQUIRE_RIG === '1';
}

export function describeWithDisks(name: string, body: () => void): void {
  describeUnless(canMakeDisks(), name, body);
}

/** `reason` null: the tests run. Else they are skipped loudly, or fail where they are required. */
export function describeUnless(
  reason: string | null,
  name: string,
  body: () => void,
  required = isRequired(),
): void {
  if (reason === null) {
    describe(name, body);
    return;
  }
  if (required) {
    describe(name, () => {
      test('has what it needs', () => expect.fail(reason));
    });
    return;
  }
  process.stderr.write(`\nSKIPPED: ${name}: ${reason}\n`);
  describe.skip(`${name} [skipped: ${reason}]`, body);
}

function hasSysAdmin(): boolean {
  const CAP_SYS_ADMIN = 21n;
  const found = /^CapEff:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8'));
  return found !== null && ((BigInt(`0x${found[1]}`) >> CAP_SYS_ADMIN) & 1n) === 1n;
}
