// The controller that a disk hangs on: what it shares with its neighbours is that one's way to memory.

import type { BlockNode } from './node.ts';

/** What begins below a controller's own directory (drivers/ata/libata-transport.c, drivers/scsi/hosts.c,
 * drivers/usb/core/hcd.c, drivers/nvme/host/core.c, drivers/mmc/core/host.c, drivers/virtio/virtio.c). */
const BELOW_IT = /^(ata\d+|host\d+|usb\d+|nvme|mmc_host|virtio\d+)$/;
/** Where devices stand that hang on nothing. */
const NOBODY = /^\/(devices|devices\/virtual|devices\/platform)$/;

/** Its place in sysfs, "/devices/pci0000:00/0000:00:1f.2". null: none is known. */
export function controllerOf({ dir }: BlockNode): string | null {
  const [, place] = /\/sys(\/devices\/.+)$/.exec(dir) ?? [];
  const parts = place?.split('/') ?? [];
  const below = parts.findIndex((part) => BELOW_IT.test(part));
  if (below < 0) return null;
  const controller = parts.slice(0, below).join('/');
  return NOBODY.test(controller) ? null : controller;
}
