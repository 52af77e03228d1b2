// ZFS's name-value lists as they lie on disk: XDR (RFC 4506), OpenZFS module/nvpair/nvpair.c. Hostile:
// every length is held against what is there, depth and number of pairs are bounded.

export type NvValue = bigint | string | NvList | readonly NvList[];
export type NvList = ReadonlyMap<string, NvValue>;

const DEPTH_LIMIT = 8;
const PAIR_LIMIT = 4096;
/** include/sys/nvpair.h, data_type_t. */
const UINT64 = 8;
const STRING = 9;
const NVLIST = 19;
const NVLIST_ARRAY = 20;

/** Null: it is none, or is damaged. Values of other types are left out. */
export function parseNvlist(bytes: Buffer): NvList | null {
  // nvs_header: the encoding, 1 for XDR; the byte order is its writer's and means nothing to XDR.
  if (bytes.length < 4 || bytes[0] !== 1) return null;
  try {
    return new Reader(bytes, 4).list(0);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Throws RangeError where the bytes end, as Buffer's own readers do. */
class Reader {
  private pairs = 0;

  constructor(
    private readonly bytes: Buffer,
    private at: number,
  ) {}

  list(depth: number): NvList {
    if (depth > DEPTH_LIMIT) throw new RangeError('a list nests too deeply');
    const values = new Map<string, NvValue>();
    this.at += 8; // version, flags
    for (;;) {
      const start = this.at;
      const encodedBytes = this.word();
      const decodedBytes = this.word();
      if (encodedBytes === 0 && decodedBytes === 0) return values;
      if (++this.pairs > PAIR_LIMIT) throw new RangeError('too many pairs');
      const end = start + encodedBytes;
      if (encodedBytes < 20 || end > this.bytes.length) throw new RangeError('a pair of no size');
      const name = this.text();
      const value = this.value(this.word(), this.word(), depth);
      if (value !== null && !values.has(name)) values.set(name, value);
      this.at = end;
    }
  }

  private value(type: number, count: number, depth: number): NvValue | null {
    if (type === UINT64) return this.bytes.readBigUInt64BE(this.at);
    if (type === STRING) return this.text();
    if (type === NVLIST) return this.list(depth + 1);
    if (type !== NVLIST_ARRAY || count > PAIR_LIMIT) return null;
    const lists: NvList[] = [];
    for (let index = 0; index < count; index++) lists.push(this.list(depth + 1));
    return lists;
  }

  private word(): number {
    const value = this.bytes.readUInt32BE(this.at);
    this.at += 4;
    return value;
  }

  /** Its length, its bytes, padded to four. */
  private text(): string {
    const length = this.word();
    if (length > this.bytes.length - this.at) throw new RangeError('a text of no size');
    const text = this.bytes.toString('utf8', this.at, this.at + length);
    this.at += Math.ceil(length / 4) * 4;
    return text;
  }
}
