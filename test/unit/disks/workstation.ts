// FreeBSD as test/fixtures/geom has it, in the words of sys/geom/geom_dump.c.

import { readFileSync } from 'node:fs';
import { inspectTarget } from '../../../src/disks/inspect.ts';
import { type Fake, fakeSystem } from './fakes.ts';

const fixture = (name: string) =>
  readFileSync(new URL(`../../fixtures/geom/${name}`, import.meta.url), 'utf8');
export const XML = fixture('workstation.xml');
const MOUNTS = fixture('workstation.mounts');

/** A workstation: a disk with everything, a mirror, a USB stick, an NVMe disk with ZFS, an md(4). */
export function workstation(more: Fake = {}) {
  return fakeSystem({
    platform: 'freebsd',
    run: async (file) => (file === '/sbin/sysctl' ? XML : MOUNTS),
    ...more,
  });
}

export function inspected(path: string, more: Fake = {}) {
  return inspectTarget(path, {}, workstation(more));
}
