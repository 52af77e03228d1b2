// Which machine this is.

import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import type { Host } from '../vocabulary/host.ts';
import { cleanText } from '../vocabulary/text.ts';

/** machine-id(5); where there is no systemd, D-Bus' own; FreeBSD: rc.d/hostid. */
const FILES = ['/etc/machine-id', '/var/lib/dbus/machine-id', '/etc/hostid'];
/** 128 bits in hex, or a UUID (RFC 9562). "uninitialized" and what else may stand there is none. */
const ID = /^(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
const MOST_NAME = 253; // gethostname(2), RFC 1035

export function thisHost(
  read = (file: string) => readFileSync(file, 'utf8'),
  name = hostname(),
): Host {
  return { name: cleanText(name, MOST_NAME), machineId: machineIdOf(read) };
}

function machineIdOf(read: (file: string) => string): string | null {
  for (const file of FILES) {
    try {
      const id = read(file).trim().toLowerCase();
      if (ID.test(id)) return id;
    } catch {} // another may be there
  }
  return null;
}
