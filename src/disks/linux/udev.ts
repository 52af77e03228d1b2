// udev's database: what it found on a device when it appeared. There may be none (containers, early
// boot), and then sysfs is all there is.

import { join } from 'node:path';
import { readText } from './sysfs.ts';

export type UdevProperties = ReadonlyMap<string, string>;

/** "E:KEY=VALUE" lines. */
export async function readUdev(root: string, number: string): Promise<UdevProperties> {
  const properties = new Map<string, string>();
  for (const line of await readLines(root, number)) {
    const [, key, value] = line.match(/^E:([A-Z0-9_]+)=(.*)$/) ?? [];
    if (key !== undefined && value !== undefined) properties.set(key, value);
  }
  return properties;
}

/** The links to a device that udev keeps, below /dev: "S:disk/by-id/…" lines. */
export async function udevLinks(root: string, number: string): Promise<string[]> {
  const lines = await readLines(root, number);
  return lines.flatMap((line) => (line.startsWith('S:') ? [line.slice(2)] : []));
}

/** /run/udev/data/bMAJ:MIN: systemd's libsystemd/sd-device/device-private.c. */
async function readLines(root: string, number: string): Promise<string[]> {
  return ((await readText(join(root, 'run/udev/data', `b${number}`))) ?? '').split('\n');
}

/** The values named *_ENC and ID_PART_ENTRY_NAME have \xHH for what is not plain: libblkid's
 * blkid_encode_string(3). */
export function decodeUdev(value: string | undefined): string | null {
  if (value === undefined) return null;
  const bytes = value.replace(/\\x([0-9a-f]{2})/gi, (_all, hex: string) => `%${hex}`);
  const escaped = bytes.replace(/%(?![0-9a-f]{2})/gi, '%25');
  try {
    return decodeURIComponent(escaped);
  } catch {
    return value;
  }
}
