// The names that one disk has: in kernels' lines, below /dev, with a slice or a partition behind it.

export interface DeviceName {
  readonly disk: string;
  /** "s1a", "p2", "1": the part of the disk; "": the whole. */
  readonly part: string;
}

/** sda1, vdb2, hda5, xvdf1: letters count the disks, so digits are the partition. */
const LETTERED = /^((?:sd|vd|hd|xvd|ubd)[a-z]{1,4})(\d{0,4})$/;
/** Names that end in a digit: nvme0n1p2, mmcblk0p1, ada0p3, ad16s1a, da0a, mirror/gm0s1. */
const NUMBERED =
  /^((?:(?:mirror|stripe|concat|raid|raid3|multipath|diskid)\/[^/]*?|[a-z]+\d+(?:n\d+|ns\d+)?))((?:p\d+|s\d+)?[a-h]?)$/;

/** Splits a name without /dev/. A label's ("gpt/data", "ufs/root") is whole: it is a part's own. */
export function splitName(name: string): DeviceName {
  const [, disk, part] = LETTERED.exec(name) ?? NUMBERED.exec(name) ?? [];
  return disk === undefined ? { disk: name, part: '' } : { disk, part: part! };
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
