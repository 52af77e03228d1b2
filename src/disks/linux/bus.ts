// How a disk is attached: read off the path of its directory in sysfs, or off its driver's name.

/** The first that fits: a USB bridge's disk is a SCSI disk below a SCSI host below USB. */
const BUS_OF_DIRECTORY: readonly (readonly [RegExp, string])[] = [
  [/\/usb\d+\//, 'usb'],
  [/\/ata\d+\//, 'sata'],
  [/\/end_device-[\d:]+\//, 'sas'],
  [/\/rport-[\d:-]+\//, 'fc'],
  [/\/session\d+\//, 'iscsi'],
  [/\/host\d+\//, 'scsi'],
  [/\/nvme\d*\/|\/nvme-subsystem\//, 'nvme'],
  [/\/mmc_host\//, 'mmc'],
  [/\/virtio\d+\//, 'virtio'],
  [/\/vbd-\d+\//, 'xen'],
  [/\/ndbus\d+\//, 'pmem'],
];

/** Drivers whose disks have no place on a bus: /sys/devices/virtual/block/NAME. */
const BUS_OF_NAME: readonly (readonly [RegExp, string])[] = [
  [/^loop\d/, 'loop'],
  [/^zram\d/, 'zram'],
  [/^ram\d/, 'ram'],
  [/^dm-\d/, 'dm'],
  [/^md[\d_]/, 'md'],
  [/^nbd\d/, 'nbd'],
  [/^bcache\d/, 'bcache'],
  [/^zd\d/, 'zvol'],
  [/^drbd\d/, 'drbd'],
  [/^rbd\d/, 'rbd'],
  [/^pmem\d/, 'pmem'],
];

export function busOf(disk: { readonly dir: string; readonly name: string }): string | null {
  for (const [pattern, bus] of BUS_OF_DIRECTORY) if (pattern.test(disk.dir)) return bus;
  for (const [pattern, bus] of BUS_OF_NAME) if (pattern.test(disk.name)) return bus;
  return null;
}
