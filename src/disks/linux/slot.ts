// Where a disk sits: the bay of an enclosure that speaks SES, or the slot of a PCI bus that has numbers.

import { basename, dirname, join } from 'node:path';
import { identityText } from '../identity-text.ts';
import type { BlockNode } from './node.ts';
import { readNames, readText, realDirectory } from './sysfs.ts';

/** drivers/misc/enclosure.c, enclosure_link_name: a link from the disk's SCSI device to its bay. */
const BAY = 'enclosure_device:';
/** The slot's function counts for nothing: drivers/pci/slot.c, address_read_file. */
const PCI_ADDRESS = /\/([0-9a-f]{4,8}:[0-9a-f]{2}:[0-9a-f]{2})\.[0-7]\/nvme\//;

export async function slotOf(root: string, disk: BlockNode): Promise<string | null> {
  return (await bayOf(disk)) ?? (await pciSlotOf(root, disk));
}

/** "bay Slot 05 of 6:0:8:0 (LSI SAS2X36)". */
async function bayOf(disk: BlockNode): Promise<string | null> {
  const device = join(disk.dir, 'device');
  const link = (await readNames(device)).find((name) => name.startsWith(BAY));
  if (link === undefined) return null;
  const bay = identityText(link.slice(BAY.length), 60);
  // …/6:0:8:0/enclosure/6:0:8:0/Slot 05
  const enclosure = await realDirectory(join(device, link)).then((dir) => dir && dirname(dir));
  if (bay === null) return null;
  if (enclosure === null) return `bay ${bay}`;
  const [vendor, model] = await Promise.all(
    ['vendor', 'model'].map((name) => readText(join(enclosure, 'device', name))),
  );
  const kind = identityText(`${vendor ?? ''} ${model ?? ''}`, 60);
  const named = kind === null ? '' : ` (${kind})`;
  return `bay ${bay} of enclosure ${identityText(basename(enclosure), 40)}${named}`;
}

async function pciSlotOf(root: string, { dir }: BlockNode): Promise<string | null> {
  const [, address] = PCI_ADDRESS.exec(dir) ?? [];
  if (address === undefined) return null;
  const slots = join(root, 'sys/bus/pci/slots');
  for (const name of await readNames(slots)) {
    if ((await readText(join(slots, name, 'address'))) !== address) continue;
    const slot = identityText(name, 60);
    return slot === null ? null : `PCI slot ${slot}`;
  }
  return null;
}
