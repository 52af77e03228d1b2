// UFS1 and UFS2: the superblock, and where each cylinder group keeps what. FreeBSD's sys/ufs/ffs/fs.h,
// struct fs, and its macros cgstart, cgtod, cgimin, cgdmin.

import { UFS_COPIES, UFS_PLACES, UFS_SUPERBLOCK_BYTES, ufsWords } from '../filesystems/ufs.ts';
import type { ByteReader } from '../sectors.ts';

const GROUP_LIMIT = 1_000_000;

/** Addresses are fragments. */
export interface UfsSuper {
  readonly is2: boolean;
  readonly isLittle: boolean;
  readonly fragmentBytes: number;
  readonly blockFragments: number;
  readonly groups: number;
  readonly groupFragments: number;
  readonly inodesPerGroup: number;
  readonly superOffset: number;
  readonly groupOffset: number;
  readonly inodeOffset: number;
  readonly dataOffset: number;
  /** UFS1 moved each group's structures on a little. */
  readonly oldShift: number;
  readonly oldMask: number;
  readonly groupBytes: number;
  readonly summary: number;
  readonly summaryFragments: number;
}

export async function readUfsSuper(bytes: ByteReader): Promise<UfsSuper | null> {
  for (const place of [...UFS_PLACES, ...UFS_COPIES]) {
    const block = await bytes.at(place, UFS_SUPERBLOCK_BYTES);
    const words = block === null ? null : ufsWords(block, place);
    if (words !== null) return fromWords(words);
  }
  return null;
}

type Words = NonNullable<ReturnType<typeof ufsWords>>;

function fromWords({ is2, isLittle, word, long }: Words): UfsSuper | null {
  const fragmentBytes = word(52);
  const blockFragments = word(48) / fragmentBytes;
  const groups = word(44);
  if (groups < 1 || groups > GROUP_LIMIT || word(184) === 0 || word(188) === 0) return null;
  return {
    is2,
    isLittle,
    fragmentBytes,
    blockFragments,
    groups,
    groupFragments: word(188),
    inodesPerGroup: word(184),
    superOffset: word(8),
    groupOffset: word(12),
    inodeOffset: word(16),
    dataOffset: word(20),
    oldShift: is2 ? 0 : word(24),
    oldMask: is2 ? 0xffff_ffff : word(28),
    groupBytes: word(160),
    summary: is2 ? Number(long(1096)) : word(152),
    summaryFragments: Math.ceil(word(156) / fragmentBytes),
  };
}

export function groupStart({ groupFragments, oldShift, oldMask }: UfsSuper, group: number) {
  return group * groupFragments + oldShift * ((group & ~oldMask) >>> 0);
}

/** What the fragment is for, where it belongs to the file system itself; else null. */
export function ufsPurpose(superblock: UfsSuper, fragment: number): string | null {
  const { groupFragments, superOffset, groupOffset, inodeOffset, dataOffset } = superblock;
  const { summary, summaryFragments } = superblock;
  if (fragment >= summary && fragment < summary + summaryFragments) return 'summary of the groups';
  const group = Math.floor(fragment / groupFragments);
  const within = fragment - groupStart(superblock, group);
  if (within < 0 || within >= dataOffset) return null;
  if (within >= inodeOffset) return `inodes of group ${group}`;
  if (within >= groupOffset) return `bitmaps of group ${group}`;
  if (within >= superOffset) return group === 0 ? 'superblock' : 'copy of the superblock';
  return group === 0 ? 'boot loader and superblock' : null;
}
