// What a disk or partition is called that stays when its node gets another name.

import { promises as fs } from 'node:fs';
import { join } from 'node:path';
import { compareNames, identityText } from '../identity-text.ts';
import type { BlockNode } from './node.ts';
import { readNames, readText } from './sysfs.ts';
import { udevLinks } from './udev.ts';

const BY_ID = 'disk/by-id/';
const MOST_IDS = 16;
const MOST_ID = 200;

/** udev's links, else those that are there, as paths; then what the disk says of itself, as the kernel
 * writes it. Clean. */
export async function idsOf(root: string, node: BlockNode): Promise<string[]> {
  const kept = (await udevLinks(root, node.number)).filter((link) => link.startsWith(BY_ID));
  const links = kept.length > 0 ? kept : await linksTo(root, node.name);
  const paths = links.map((link) => `/dev/${link}`).sort(compareNames);
  // A partition has no name of its own but its links: the disk's would mean the disk.
  const own = node.whole === null ? await ownIds(node) : [];
  const ids = [...paths, ...own].flatMap((id) => identityText(id, MOST_ID) ?? []);
  return [...new Set(ids)].slice(0, MOST_IDS);
}

/** Without udev's database somebody may have made the links all the same: mdev, a container's /dev. */
async function linksTo(root: string, name: string): Promise<string[]> {
  const folder = join(root, 'dev', BY_ID);
  const found: string[] = [];
  for (const link of await readNames(folder)) {
    const target = await fs.readlink(join(folder, link)).catch(() => '');
    if (target.split('/').at(-1) === name) found.push(`${BY_ID}${link}`);
  }
  return found;
}

/** drivers/nvme/host/sysfs.c: wwid, uuid, nguid, eui, each once in the form that wwid has. SCSI's wwid:
 * drivers/scsi/scsi_sysfs.c. */
async function ownIds({ dir }: BlockNode): Promise<string[]> {
  const attribute = async (name: string) => identityText(await readText(join(dir, name)));
  const hex = (text: string | null) => text?.replace(/[\s-]/g, '').toLowerCase() ?? '';
  const [wwid, scsiWwid, uuid, nguid, eui] = await Promise.all(
    ['wwid', 'device/wwid', 'uuid', 'nguid', 'eui'].map(attribute),
  );
  const isSet = (digits: string) => /^[0-9a-f]+$/.test(digits) && !/^0+$/.test(digits);
  return [
    wwid,
    scsiWwid,
    isSet(hex(uuid!)) ? `uuid.${uuid!.toLowerCase()}` : null,
    ...[nguid, eui].map((id) => (isSet(hex(id!)) ? `eui.${hex(id!)}` : null)),
  ].flatMap((id) => id ?? []);
}
