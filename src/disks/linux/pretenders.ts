// What may answer for a drive without having asked it: USB's bridges, adapters that a virtual machine makes,
// and what nothing is known of.

import { basename, dirname, join } from 'node:path';
import { busOf } from './bus.ts';
import type { BlockNode } from './node.ts';
import { readNames, readText, realDirectory } from './sysfs.ts';

/** Buses on which a drive itself hangs. */
const OWN_BUSES: readonly (string | null)[] = ['sata', 'sas', 'nvme'];

/** Of PCI, vendors or subsystems' vendors, as /usr/share/misc/pci.ids has them: Red Hat (QEMU), QEMU, VMware,
 * VirtualBox, Hyper-V, Xen, Parallels, Amazon, Google. */
const VIRTUAL_VENDORS = new Set(
  ['1af4', '1b36', '15ad', '80ee', '1414', '5853', '1ab8', '1d0f', '1ae0'].map(
    (vendor) => `0x${vendor}`,
  ),
);

const PCI_ADDRESS = /^[\da-f]{4,}:[\da-f]{2}:[\da-f]{2}\.[0-7]$/;

export async function mayPretend(disk: BlockNode): Promise<boolean> {
  const bus = busOf(disk);
  if (!OWN_BUSES.includes(bus)) return true;
  const adapter = await adapterOf(bus === 'nvme' ? await controllerOf(disk) : disk.dir);
  // A SATA port of a system on a chip is none of PCI's; NVMe without PCI lies behind a network.
  if (adapter === null) return bus === 'nvme';
  const vendors = await Promise.all(
    ['vendor', 'subsystem_vendor'].map((file) => readText(join(adapter, file))),
  );
  return vendors.some((vendor) => vendor !== null && VIRTUAL_VENDORS.has(vendor.trim()));
}

/** The directory of the PCI device that is nearest above; null: there is none. */
async function adapterOf(dir: string): Promise<string | null> {
  for (let at = dir; dirname(at) !== at; at = dirname(at)) {
    if (PCI_ADDRESS.test(basename(at))) return at;
  }
  return null;
}

/** With several paths a namespace lies below its subsystem, which links to the controllers: the first. */
async function controllerOf({ dir }: BlockNode): Promise<string> {
  const above = dirname(dir);
  const names = (await readNames(above)).filter((name) => /^nvme\d+$/.test(name)).sort();
  const controller = names[0] === undefined ? null : await realDirectory(join(above, names[0]));
  return controller ?? dir;
}
