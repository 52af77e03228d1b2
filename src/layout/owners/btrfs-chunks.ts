// Btrfs's chunks: which logical addresses lie where on which device.

export interface Chunk {
  readonly logical: number;
  readonly bytes: number;
  /** "DATA|single", "METADATA|DUP". */
  readonly type: string;
  readonly stripes: readonly { readonly deviceId: number; readonly offset: number }[];
  /** How much of `bytes` lies on each device. */
  readonly stripeBytes: number;
  readonly isMirrored: boolean;
}

/** `btrfs inspect-internal dump-tree -t chunk`. No name that a user chose is in it. */
export function parseChunks(text: string): Chunk[] {
  const chunks: Chunk[] = [];
  for (const part of text.split(/^\titem \d+ key /m).slice(1)) {
    const logical = /^\(FIRST_CHUNK_TREE CHUNK_ITEM (\d+)\)/.exec(part)?.[1];
    const facts = /^\s+length (\d+) owner \d+ stripe_len \d+ type (\S+)$/m.exec(part);
    if (logical === undefined || facts === null) continue;
    const stripes = [...part.matchAll(/^\s+stripe \d+ devid (\d+) offset (\d+)$/gm)].map(
      ([, deviceId, offset]) => ({ deviceId: Number(deviceId), offset: Number(offset) }),
    );
    const bytes = Number(facts[1]);
    const type = facts[2]!;
    const isMirrored = !/RAID(0|10|5|6)\b/.test(type);
    const parts = isMirrored ? 1 : dataStripes(type, stripes.length);
    chunks.push({
      logical: Number(logical),
      bytes,
      type,
      stripes,
      stripeBytes: bytes / parts,
      isMirrored,
    });
  }
  return chunks;
}

/** fs/btrfs/volumes.c, btrfs_raid_array. */
function dataStripes(type: string, stripes: number): number {
  if (type.includes('RAID10')) return Math.max(1, stripes / 2);
  if (type.includes('RAID5')) return Math.max(1, stripes - 1);
  return Math.max(1, type.includes('RAID6') ? stripes - 2 : stripes);
}

export function chunkAt(chunks: readonly Chunk[], deviceId: number, at: number): Chunk | null {
  return chunks.find((chunk) => stripeAt(chunk, deviceId, at) !== undefined) ?? null;
}

/** Null: striped over several devices, where it takes more than an offset. */
export function logicalAddress(chunk: Chunk, deviceId: number, at: number): number | null {
  const stripe = stripeAt(chunk, deviceId, at);
  return stripe === undefined || !chunk.isMirrored ? null : chunk.logical + at - stripe.offset;
}

function stripeAt({ stripes, stripeBytes }: Chunk, deviceId: number, at: number) {
  return stripes.find(
    (stripe) =>
      stripe.deviceId === deviceId && stripe.offset <= at && at < stripe.offset + stripeBytes,
  );
}
