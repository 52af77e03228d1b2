// udev's database: what it found on a device when it appeared. There may be none (containers, early
// boot), and then sysfs is all there is.

import { join } from 'node:path';
import { readText } from './sysfs.ts';

export type UdevProperties = ReadonlyMap<string, string>;

/** /run/udev/data/bMAJ:MIN: "E:KEY=VALUE" lines, systemd's libsystemd/sd-device/device-private.c. */
export async function readUdev(root: string, number: string): Promise<UdevProperties> {
  const properties = new Map<string, string>();
  const text = (await readText(join(root, 'run/udev/data', `b${number}`))) ?? '';
  for (const line of text.split('\n')) {
    const [, key, value] = line.match(/^E:([A-Z0-9_]+)=(.*)$/) ?? [];
    if (key !== undefined && value !== undefined) properties.set(key, value);
  }
  return properties;
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
