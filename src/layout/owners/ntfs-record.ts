// Records of NTFS's master file table, their attributes and runs: ntfs-3g's include/ntfs-3g/layout.h,
// MFT_RECORD, ATTR_RECORD, ATTR_LIST_ENTRY, FILE_NAME_ATTR.

export const ATTRIBUTE_LIST = 0x20;
export const FILE_NAME = 0x30;
export const DATA = 0x80;
const END = 0xffff_ffff;
/** Sequence numbers end each 512 bytes of a record: NTFS_BLOCK_SIZE. */
const FIXUP_BYTES = 512;
const RUN_LIMIT = 1_000_000;
/** FILE_NAME_POSIX, _WIN32, _WIN32_AND_DOS before _DOS, the short one. */
const DOS_NAME = 2;

export interface Reference {
  readonly record: number;
  readonly sequence: number;
}

/** `count` clusters from `lcn`; null: a hole. */
export interface Run {
  readonly vcn: number;
  readonly count: number;
  readonly lcn: number | null;
}

export interface Attribute {
  readonly type: number;
  /** Of a stream or an index. */
  readonly name: string;
  /** What it holds, where that is in the record itself. */
  readonly value: Buffer | null;
  readonly runs: readonly Run[];
  readonly bytes: number;
}

export interface MftRecord {
  readonly sequence: number;
  readonly isInUse: boolean;
  readonly isDirectory: boolean;
  /** null: it is no extension of another. */
  readonly base: Reference | null;
  readonly attributes: readonly Attribute[];
}

/** Null: it is none, or was not written whole. */
export function parseRecord(raw: Buffer): MftRecord | null {
  if (raw.length < 48 || raw.toString('latin1', 0, 4) !== 'FILE') return null;
  const bytes = withFixups(raw);
  if (bytes === null) return null;
  const flags = bytes.readUInt16LE(22);
  const base = referenceAt(bytes, 32);
  const attributes = parseAttributes(bytes, bytes.readUInt16LE(20));
  if (attributes === null) return null;
  return {
    sequence: bytes.readUInt16LE(16),
    isInUse: (flags & 1) !== 0,
    isDirectory: (flags & 2) !== 0,
    base: base.record === 0 && base.sequence === 0 ? null : base,
    attributes,
  };
}

function withFixups(raw: Buffer): Buffer | null {
  const bytes = Buffer.from(raw);
  const [offset, count] = [raw.readUInt16LE(4), raw.readUInt16LE(6)];
  if (count !== raw.length / FIXUP_BYTES + 1 || offset + 2 * count > raw.length) return null;
  for (let index = 1; index < count; index++) {
    const end = index * FIXUP_BYTES - 2;
    if (raw.readUInt16LE(end) !== raw.readUInt16LE(offset)) return null;
    bytes.writeUInt16LE(raw.readUInt16LE(offset + 2 * index), end);
  }
  return bytes;
}

function parseAttributes(bytes: Buffer, from: number): Attribute[] | null {
  const attributes: Attribute[] = [];
  for (let at = from; at + 16 <= bytes.length; ) {
    const type = bytes.readUInt32LE(at);
    if (type === END) return attributes;
    const length = bytes.readUInt32LE(at + 4);
    if (length < 24 || at + length > bytes.length) return null;
    const attribute = parseAttribute(bytes.subarray(at, at + length), type);
    if (attribute === null) return null;
    attributes.push(attribute);
    at += length;
  }
  return null;
}

function parseAttribute(raw: Buffer, type: number): Attribute | null {
  const nameAt = raw.readUInt16LE(10);
  const name = raw.toString('utf16le', nameAt, nameAt + 2 * raw[9]!);
  if (raw[8] === 0) {
    const from = raw.readUInt16LE(20);
    const bytes = raw.readUInt32LE(16);
    if (from + bytes > raw.length) return null;
    return { type, name, value: raw.subarray(from, from + bytes), runs: [], bytes };
  }
  if (raw.length < 64) return null;
  const runs = parseRuns(raw.subarray(raw.readUInt16LE(32)), Number(raw.readBigUInt64LE(16)));
  return runs && { type, name, value: null, runs, bytes: Number(raw.readBigUInt64LE(48)) };
}

/** Each: a byte of two lengths, the count, where it begins, counted from where the one before began. */
function parseRuns(raw: Buffer, lowestVcn: number): Run[] | null {
  const runs: Run[] = [];
  let vcn = lowestVcn;
  let lcn = 0;
  for (let at = 0; at < raw.length && raw[at] !== 0; ) {
    const countBytes = raw[at]! & 15;
    const placeBytes = raw[at]! >> 4;
    if (countBytes < 1 || countBytes > 6 || placeBytes > 6 || runs.length === RUN_LIMIT)
      return null;
    if (at + 1 + countBytes + placeBytes > raw.length) return null;
    const count = raw.readUIntLE(at + 1, countBytes);
    if (placeBytes > 0) lcn += raw.readIntLE(at + 1 + countBytes, placeBytes);
    if (lcn < 0 || count === 0) return null;
    runs.push({ vcn, count, lcn: placeBytes === 0 ? null : lcn });
    vcn += count;
    at += 1 + countBytes + placeBytes;
  }
  return runs;
}

export function referenceAt(bytes: Buffer, at: number): Reference {
  return { record: bytes.readUIntLE(at, 6), sequence: bytes.readUInt16LE(at + 6) };
}

export interface FileName {
  readonly parent: Reference;
  readonly name: string;
}

/** The long one of them. Null: none is there. */
export function fileName(attributes: readonly Attribute[]): FileName | null {
  const names = attributes
    .filter(({ type, value }) => type === FILE_NAME && value !== null && value.length >= 66)
    .map(({ value }) => value!)
    .sort((a, b) => Number(a[65] === DOS_NAME) - Number(b[65] === DOS_NAME));
  const [first] = names;
  if (first === undefined) return null;
  const name = first.toString('utf16le', 66, 66 + 2 * first[64]!);
  return { parent: referenceAt(first, 0), name };
}

/** The records that an attribute list names. */
export function listedRecords(list: Buffer): Reference[] {
  const found = new Map<number, Reference>();
  for (let at = 0; at + 26 <= list.length; ) {
    const length = list.readUInt16LE(at + 4);
    if (length < 26) break;
    const reference = referenceAt(list, at + 16);
    found.set(reference.record, reference);
    at += length;
  }
  return [...found.values()];
}
