// Partition types as gpart(8) calls them, so that one disk reads the same on both systems. Others are
// shown as the table has them.

const NAMES: ReadonlyMap<string, string> = new Map([
  ['c12a7328-f81f-11d2-ba4b-00a0c93ec93b', 'efi'],
  ['21686148-6449-6e6f-744e-656564454649', 'bios-boot'],
  ['0fc63daf-8483-4772-8e79-3d69d8477de4', 'linux-data'],
  ['0657fd6d-a4ab-43c4-84e5-0933c84b4f4f', 'linux-swap'],
  ['e6d6d379-f507-44c2-a23c-238f2a3df928', 'linux-lvm'],
  ['a19d880f-05fc-4d3b-a006-743f0f84911e', 'linux-raid'],
  ['ebd0a0a2-b9e5-4433-87c0-68b6b72699c7', 'ms-basic-data'],
  ['e3c9e316-0b5c-4db8-817d-f92df00215ae', 'ms-reserved'],
  ['de94bba4-06d1-4d40-a16a-bfd50179d6ac', 'ms-recovery'],
  ['83bd6b9d-7f41-11dc-be0b-001560b84f0f', 'freebsd-boot'],
  ['516e7cb5-6ecf-11d6-8ff8-00022d09712b', 'freebsd-swap'],
  ['516e7cb6-6ecf-11d6-8ff8-00022d09712b', 'freebsd-ufs'],
  ['516e7cba-6ecf-11d6-8ff8-00022d09712b', 'freebsd-zfs'],
  // MBR, as udev writes them.
  ['0x7', 'ntfs'],
  ['0xb', 'fat32'],
  ['0xc', 'fat32lba'],
  ['0x5', 'ebr'],
  ['0xf', 'ebr'],
  ['0x82', 'linux-swap'],
  ['0x83', 'linux-data'],
  ['0x8e', 'linux-lvm'],
  ['0xa5', 'freebsd'],
  ['0xef', 'efi'],
  ['0xfd', 'linux-raid'],
]);

export function partitionType(raw: string | null): string | null {
  return raw === null ? null : (NAMES.get(raw.toLowerCase()) ?? raw);
}
