// NTFS's master file table: where it lies, and its records.

import type { ByteReader } from '../sectors.ts';
import {
  ATTRIBUTE_LIST,
  type Attribute,
  DATA,
  fileName,
  listedRecords,
  type MftRecord,
  parseRecord,
  type Run,
} from './ntfs-record.ts';

const ROOT = 5;
const EXTEND = 11;
/** The others are users': layout.h, NTFS_SYSTEM_FILES; below 24 none is used. */
const FIRST_USER = 16;
const DEPTH_LIMIT = 128;
/** Of an attribute that is read whole. */
const VALUE_LIMIT = 256 * 1024;

export interface MftPath {
  /** null: a directory above, or its own name, cannot be read. */
  readonly path: string | null;
  readonly isSystem: boolean;
}

export class MftTable {
  private constructor(
    private readonly bytes: ByteReader,
    readonly clusterBytes: number,
    private readonly recordBytes: number,
    private runs: readonly Run[],
    public count: number,
  ) {}

  /** Null: neither the table's first record nor its copy can be read. */
  static async open(bytes: ByteReader, boot: Buffer, clusterBytes: number) {
    const raw = boot.readInt8(64);
    const recordBytes = raw > 0 ? raw * clusterBytes : 2 ** -raw;
    if (recordBytes < 512 || recordBytes > 65536 || recordBytes % 512 !== 0) return null;
    for (const at of [48, 56]) {
      const place = Number(boot.readBigUInt64LE(at)) * clusterBytes;
      const first = await bytes.at(place, recordBytes);
      const record = first === null ? null : parseRecord(first);
      const data = record?.attributes.find(({ type, name }) => type === DATA && name === '');
      if (data === undefined || data.runs.length === 0) continue;
      const count = Math.floor(data.bytes / recordBytes);
      const table = new MftTable(bytes, clusterBytes, recordBytes, data.runs, count);
      const runs = (await table.attributes(0))
        .filter(({ type, name }) => type === DATA && name === '')
        .flatMap((attribute) => attribute.runs);
      if (runs.length > data.runs.length) table.runs = runs;
      return table;
    }
    return null;
  }

  /** Null: it cannot be read, or is none. */
  async record(number: number): Promise<MftRecord | null> {
    if (number >= this.count) return null;
    const raw = await this.data(this.runs, number * this.recordBytes, this.recordBytes);
    return raw === null ? null : parseRecord(raw);
  }

  /** Bytes of what lies in `runs`; null: not there, or they cannot be read. */
  async data(runs: readonly Run[], from: number, length: number): Promise<Buffer | null> {
    const parts: Buffer[] = [];
    for (let at = from; at < from + length; ) {
      const vcn = Math.floor(at / this.clusterBytes);
      const run = runs.find((each) => each.vcn <= vcn && vcn < each.vcn + each.count);
      if (run === undefined || run.lcn === null) return null;
      const within = at - run.vcn * this.clusterBytes;
      const count = Math.min(from + length - at, run.count * this.clusterBytes - within);
      const part = await this.bytes.at(run.lcn * this.clusterBytes + within, count);
      if (part === null) return null;
      parts.push(part);
      at += count;
    }
    return Buffer.concat(parts);
  }

  /** With those in the records that extend it, as far as they can be read. */
  async attributes(number: number, own?: MftRecord): Promise<readonly Attribute[]> {
    const record = own ?? (await this.record(number));
    if (record === null) return [];
    const list = record.attributes.find(({ type }) => type === ATTRIBUTE_LIST);
    if (list === undefined) return record.attributes;
    const found = [...record.attributes];
    const size = Math.min(list.bytes, VALUE_LIMIT);
    const value = list.value ?? (await this.data(list.runs, 0, size));
    for (const { record: other, sequence } of value === null ? [] : listedRecords(value)) {
      if (other === number) continue;
      const extension = await this.record(other);
      if (extension?.base?.record !== number || extension.sequence !== sequence) continue;
      found.push(...extension.attributes);
    }
    return found;
  }

  /** From the root, by the parents that each record names. */
  async path(number: number): Promise<MftPath> {
    const names: string[] = [];
    let isSystem = number < FIRST_USER;
    let at = number;
    let sequence: number | null = null;
    for (let depth = 0; depth < DEPTH_LIMIT; depth++) {
      if (at === ROOT) return { path: `/${names.join('/')}`, isSystem };
      const record = await this.record(at);
      if (record === null || !record.isInUse) break;
      if (sequence !== null && record.sequence !== sequence) break;
      const name = fileName(await this.attributes(at, record));
      if (name === null) break;
      names.unshift(name.name);
      isSystem ||= name.parent.record === EXTEND;
      at = name.parent.record;
      sequence = name.parent.sequence;
    }
    return { path: null, isSystem };
  }
}
