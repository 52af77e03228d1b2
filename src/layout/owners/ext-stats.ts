// Where an ext file system keeps its own structures, from what debugfs' "stats" prints.

export interface ExtGroups {
  readonly blocksPerGroup: number;
  readonly firstBlock: number;
  /** Descriptors and the room reserved for more, behind each superblock. */
  readonly descriptorBlocks: number;
  readonly hasFewSuperblocks: boolean;
  readonly inodeTableBlocks: number;
  readonly inodesPerBlock: number;
  readonly inodesPerGroup: number;
  /** Number of the group, then the first block of each. */
  readonly groups: readonly { number: number; blocks: number; inodes: number; table: number }[];
}

const GROUP =
  /^ ?Group +(\d+): block bitmap at (\d+), inode bitmap at (\d+), inode table at (\d+)$/gm;

/** Null: it is no such text. */
export function parseStats(text: string): ExtGroups | null {
  const number = (name: string) => {
    const found = new RegExp(`^${name}: +(\\d+)$`, 'm').exec(text)?.[1];
    return found === undefined ? null : Number(found);
  };
  const blocksPerGroup = number('Blocks per group');
  const blockBytes = number('Block size');
  const inodesPerGroup = number('Inodes per group');
  const inodeTableBlocks = number('Inode blocks per group');
  const blockCount = number('Block count');
  if (!blocksPerGroup || !blockBytes || !inodesPerGroup || !inodeTableBlocks || !blockCount)
    return null;
  const firstBlock = number('First block') ?? 0;
  const descriptorBytes = number('Group descriptor size') ?? 32;
  const groupCount = Math.ceil((blockCount - firstBlock) / blocksPerGroup);
  const features = /^Filesystem features: +(.*)$/m.exec(text)?.[1]?.split(' ') ?? [];
  const descriptors = Math.ceil((groupCount * descriptorBytes) / blockBytes);
  // With meta_bg descriptors lie elsewhere: none is claimed then but what "stats" names.
  const isPlain = !features.includes('meta_bg');
  return {
    blocksPerGroup,
    firstBlock,
    descriptorBlocks: isPlain ? descriptors + (number('Reserved GDT blocks') ?? 0) : 0,
    hasFewSuperblocks: features.includes('sparse_super'),
    inodeTableBlocks,
    inodesPerBlock: inodesPerGroup / inodeTableBlocks,
    inodesPerGroup,
    groups: [...text.matchAll(GROUP)].map((match) => {
      const [group, blocks, inodes, table] = match.slice(1).map(Number) as [
        number,
        number,
        number,
        number,
      ];
      return { number: group, blocks, inodes, table };
    }),
  };
}

/** What `block` is for, where it belongs to the file system itself; else null. */
export function blockPurpose(stats: ExtGroups | null, block: number): string | null {
  if (stats === null) return null;
  for (const { number, blocks, inodes, table } of stats.groups) {
    if (block === blocks) return `block bitmap of group ${number}`;
    if (block === inodes) return `inode bitmap of group ${number}`;
    if (block < table || block >= table + stats.inodeTableBlocks) continue;
    const first = number * stats.inodesPerGroup + (block - table) * stats.inodesPerBlock + 1;
    return `inode table of group ${number}, inodes ${first}–${first + stats.inodesPerBlock - 1}`;
  }
  return superblockPurpose(stats, block);
}

function superblockPurpose(stats: ExtGroups, block: number): string | null {
  if (block < stats.firstBlock) return 'boot block';
  const group = Math.floor((block - stats.firstBlock) / stats.blocksPerGroup);
  const within = (block - stats.firstBlock) % stats.blocksPerGroup;
  if (stats.hasFewSuperblocks && !isSparseGroup(group)) return null;
  if (within === 0) return group === 0 ? 'superblock' : `copy of the superblock, group ${group}`;
  return within <= stats.descriptorBlocks ? `group descriptors, in group ${group}` : null;
}

/** Groups 0, 1 and the powers of 3, 5, 7: fs/ext4/balloc.c, ext4_bg_has_super. */
function isSparseGroup(group: number): boolean {
  return group <= 1 || [3, 5, 7].some((base) => isPower(group, base));
}

function isPower(value: number, base: number): boolean {
  let power = base;
  while (power < value) power *= base;
  return power === value;
}
