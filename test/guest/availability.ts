// Whether this machine can run the guest. Where it can't, its tests are skipped and say so; .ci/run
// installs what it takes and requires them.

import { existsSync } from 'node:fs';
import { describeUnless } from '../rig/availability.ts';
import { isThere } from '../rig/server-binary.ts';
import { BUSYBOX, isKernelThere } from './kernel.ts';
import { QEMU } from './qemu.ts';

const PACKAGE_OF: readonly (readonly [string, string])[] = [
  [QEMU, 'qemu-system-x86'],
  ['cpio', 'cpio'],
  ['modprobe', 'kmod'],
  ['setpriv', 'util-linux'],
  ['smartctl', 'smartmontools'],
];

/** Null, or the reason why not. */
export function canRunGuest(): string | null {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return "the guest shares the host's root, and its kernel is for Linux on amd64";
  }
  for (const [program, name] of PACKAGE_OF) {
    if (!isThere(program)) return `${program} is not there (package ${name})`;
  }
  if (!existsSync(BUSYBOX)) return `${BUSYBOX} is not there (package busybox-static)`;
  if (!isKernelThere())
    return 'its kernel is not there: test/guest/fetch-kernel.sh (Debian, 70 MB)';
  return null;
}

export function describeWithGuest(name: string, body: () => void): void {
  const isRequired = process.env.SURFSCAN_REQUIRE_GUEST === '1';
  describeUnless(canRunGuest(), name, body, isRequired);
}
