// The controller that a disk hangs on: what it shares with its neighbours is that one's way to memory.

import { identityText } from '../identity-text.ts';
import type { DiskSystem } from '../system.ts';

const LIMIT_MS = 5000;
/** Channels of one: sys/dev/ahci/ahci.c, ahci_attach; sys/dev/siis, sys/dev/mvs; sys/dev/ata/ata-pci.c. */
const CHANNEL = /^(ahcich|ahciem|siisch|mvsch|ata)(\d{1,4})$/;

/** `attachment`: of GEOM, the driver's name and number of the disk's SIM. "ahci0", "mps0"; null: not known. */
export async function controllerOf(attachment: string, system: DiskSystem): Promise<string | null> {
  const [, driver, unit] = CHANNEL.exec(attachment) ?? [];
  if (driver === undefined) return /^[a-z_0-9]*[a-z_]\d{1,4}$/.test(attachment) ? attachment : null;
  // sys/kern/subr_bus.c, device_sysctl_init: each device's parent.
  const told = await system
    .run('/sbin/sysctl', ['-n', `dev.${driver}.${unit}.%parent`], LIMIT_MS)
    .catch(() => '');
  return identityText(told, 40);
}
