// The names that one disk has: in kernels' lines, below /dev, with a slice or a partition behind it.

export interface DeviceName {
  readonly disk: string;
  /** "s1a", "p2", "1": the part of the disk; "": the whole. */
  readonly part: string;
}

/** sda1, vdb2, hda5, xvdf1, dasda1, fioa2: letters count the disks, so digits are the partition. */
const LETTERED = /^((?:sd|vd|hd|xvd|ubd|dasd|vdisk|fio|rssd|skd)[a-z]{1,4})(\d{0,4})$/;
/** Names that end in a digit: nvme0n1p2, mmcblk0p1, ada0p3, ad16s1a, da0a, mirror/gm0s1. */
const NUMBERED =
  /^((?:(?:mirror|stripe|concat|raid|raid3|multipath|diskid)\/[^/]*?|[a-z]+\d+(?:n\d+|ns\d+)?))((?:p\d+|s\d+)?[a-h]?)$/;
/** Linux's RAID controllers of old: Documentation/admin-guide/devices.txt. */
const CONTROLLER = /^((?:cciss|ida|rd|ataraid|i2o)\/[cd]\d{1,3}(?:d\d{1,3})?)(p\d{1,3})?$/;
/** udev's links: 60-persistent-storage.rules. */
const LINKED = /^(disk\/by-(?:id|path)\/.{1,200}?)(?:-part(\d{1,4}))?$/;
/** The same without its directory, as ZED logs it: ata-MODEL_SERIAL, wwn-0x5000…, nvme-eui.0025…. */
const BARE_LINK = /^(?:ata|wwn|scsi|nvme|usb|virtio|mmc|ieee1394)-[\w.:+-]{1,200}$/;

/**
 * What stands on its provider from the first byte on, with its own words in the last sector: geli(8),
 * gnop(8), gjournal(8), gcache(8). Others (gbde's) begin elsewhere.
 */
const SAME_PLACE = /(?:\.(?:eli|nop|journal|cache))+$/;

/** Splits a name without /dev/. A label's ("gpt/data", "ufs/root") is whole: it is a part's own. */
export function splitName(name: string): DeviceName {
  const own = name.replace(SAME_PLACE, '');
  const bare = BARE_LINK.test(own) ? `disk/by-id/${own}` : own;
  const [, disk, part] =
    LETTERED.exec(bare) ?? CONTROLLER.exec(bare) ?? LINKED.exec(bare) ?? NUMBERED.exec(bare) ?? [];
  return disk === undefined ? { disk: bare, part: '' } : { disk, part: part ?? '' };
}

/** Whole disks whose names end in their number: FreeBSD's, the other BSDs', Linux's. */
const DISK_DRIVERS = new Set(
  (
    'ad ada da nda nvd vtbd mmcsd sdda aacd amrd mfid mfisyspd mlxd mlyd twed idad ipsd ar xbd wd ld ' +
    'pst sd mmcblk nbd rbd pmem loop md ram zram zd'
  ).split(' '),
);

/**
 * Whether the name is one that whole disks have: only then may its numbers be the disk's LBAs. A
 * driver nobody knows ("vdc1"?) may number its disks, or their partitions.
 */
export function isWholeDisk(name: string): boolean {
  const { disk, part } = splitName(plainName(name));
  if (part !== '') return false;
  if (LETTERED.test(disk) || CONTROLLER.test(disk) || LINKED.test(disk)) return true;
  if (NVME.test(disk) || /^(?:ata\d+\.\d+|scsi\d+\.\d+\.\d+\.\d+)/.test(disk)) return true;
  if (/^diskid\//.test(disk)) return true;
  return DISK_DRIVERS.has(/^([a-z]+)\d+$/.exec(disk)?.[1] ?? '');
}

/** Tapes, floppies, optical drives, changers and enclosures; and what is no disk but a file or memory. */
const NO_DISK = /^(?:n?st|nosst|osst|sa|nsa|esa|ch|ses|fd|sr|scd|cd|acd|loop|z?ram)\d+[a-z]?\d*$/;

/** It never says anything of a disk, unless it is the target itself. */
export function isNoDisk(name: string): boolean {
  return NO_DISK.test(splitName(plainName(name)).disk);
}

/** "/dev/cciss!c0d0" and "cciss/c0d0" are one. */
export function plainName(name: string): string {
  return name.replace(/^\/dev\//, '').replaceAll('!', '/');
}

/** Namespace M of controller N, as Linux says; FreeBSD's nda and nvd count namespaces of their own. */
const NVME =
  /^nvme(?<controller>\d+)(?:c\d+)?(?:n|ns| nsid )(?<namespace>\d+)$|^(?:nda|nvd)(?<unit>\d+)$/;

/**
 * One name for all names of a disk. `aliases`: what the log says of them. "nvme0 nsid 1", "nvme0ns1"
 * and, unless the log says another, "nda0" are "nvme0n1".
 */
export function diskOf(name: string, aliases: ReadonlyMap<string, string>): DeviceName {
  const { disk, part } = splitName(plainName(name));
  const known = aliases.get(disk) ?? disk;
  const { controller, namespace, unit } = NVME.exec(known)?.groups ?? {};
  if (unit !== undefined) return { disk: `nvme${unit}n1`, part };
  return { disk: controller === undefined ? known : `nvme${controller}n${namespace}`, part };
}
