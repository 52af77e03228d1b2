// A file on a disk that loses power: what was not flushed is there, or is not, sector by sector.

import { type MapStorage, mapError } from '../../src/map-file/storage.ts';
import type { Chance } from './chance.ts';

const SECTOR = 512;
/** A killed process leaves a write between two pages of the system's cache, and those go to the disk
 * whole. */
const CACHE_PAGE = 4096;
/** Of reads: so many to one at which the system may have dropped pages. */
const READS_TO_A_DROP = 20;

interface Write {
  readonly position: number;
  readonly bytes: Buffer;
}

export class FragileStorage implements MapStorage {
  readonly name = 'fragile';
  /** What a read sees. */
  #cache: Buffer = Buffer.alloc(0);
  /** What is on the disk for sure. */
  #durable: Buffer = Buffer.alloc(0);
  #pending: Write[] = [];
  /** Pages of the cache that are other than on the disk, and that the system takes for the same. */
  #stale = new Set<number>();
  /** Calls until one fails; never where it is negative. */
  failIn = -1;

  /** Calls that change the file until the end of all. */
  endsIn = Number.POSITIVE_INFINITY;
  /** The end is that of the process, not of the power. */
  endsByKill = false;

  constructor(private readonly chance: Chance) {}

  get goesOn(): boolean {
    return this.endsIn > 0;
  }

  /** What is found after the end. Where the power was lost: each sector as it was when flushed, or as
   * one of the writes since left it; where the process was killed, all that was written. */
  afterwards(): FragileStorage {
    return this.endsByKill ? this.#afterKill() : this.#afterPowerLoss();
  }

  #afterPowerLoss(): FragileStorage {
    const left = new FragileStorage(this.chance);
    left.#durable = this.#survivors();
    left.#cache = Buffer.from(left.#durable);
    return left;
  }

  #afterKill(): FragileStorage {
    const left = new FragileStorage(this.chance);
    left.#cache = Buffer.from(this.#cache);
    left.#durable = Buffer.from(this.#durable);
    left.#pending = [...this.#pending];
    left.#stale = new Set(this.#stale);
    return left;
  }

  async size(): Promise<number> {
    return this.#cache.length;
  }

  async read(buffer: Uint8Array, position: number): Promise<void> {
    if (this.#stale.size > 0 && this.chance.once(READS_TO_A_DROP)) this.#dropStale();
    buffer.set(this.#cache.subarray(position, position + buffer.length));
  }

  async write(buffer: Uint8Array, position: number): Promise<void> {
    const fails = this.#isFailing() || !this.#powered();
    const length = fails ? this.#partOf(buffer.length) : buffer.length;
    const bytes = Buffer.from(buffer.subarray(0, length));
    this.#cache = applied(this.#cache, { position, bytes });
    if (length > 0) this.#makeDirty(position, position + length);
    if (fails) throw this.#error('write', 'ENOSPC');
  }

  async truncate(): Promise<void> {
    throw new Error('no test truncates');
  }

  async sync(): Promise<void> {
    if (!this.#powered()) throw this.#error('fsync', 'EIO');
    if (this.#isFailing()) {
      this.#loseDirty();
      throw this.#error('fsync', 'EIO');
    }
    for (const write of this.#pending) this.#durable = applied(this.#durable, write);
    this.#pending = [];
  }

  async close(): Promise<void> {}

  #makeDirty(from: number, to: number): void {
    const first = Math.floor(from / CACHE_PAGE);
    const end = Math.ceil(to / CACHE_PAGE);
    for (let page = first; page < end; page++) this.#stale.delete(page);
    const position = first * CACHE_PAGE;
    this.#pending.push({
      position,
      bytes: Buffer.from(this.#cache.subarray(position, end * CACHE_PAGE)),
    });
  }

  /**
   * What Linux does where it cannot write: the pages are taken for written, the error is told once, and
   * later calls of fsync succeed without writing them (Documentation/filesystems/vfs.rst, "Handling
   * errors during writeback"). Until they are dropped, every process reads what is on no disk; ext4 and
   * XFS leave them so, Btrfs drops them at once (Rebello et al., "Can Applications Recover from fsync
   * Failures?", USENIX ATC 2020).
   */
  #loseDirty(): void {
    this.#durable = this.#survivors();
    for (const { position, bytes } of this.#pending) {
      const first = position / CACHE_PAGE;
      const count = Math.ceil(bytes.length / CACHE_PAGE);
      for (let i = 0; i < count; i++) this.#stale.add(first + i);
    }
    this.#pending = [];
    if (this.chance.once(2)) this.#dropStale();
  }

  /** Some of them, or all. */
  #dropStale(): void {
    const all = this.chance.once(2);
    for (const page of this.#stale) {
      if (!all && this.chance.once(2)) continue;
      const from = page * CACHE_PAGE;
      this.#durable.copy(this.#cache, from, from, from + CACHE_PAGE);
      this.#stale.delete(page);
    }
  }

  /** A few of the sectors, half, or most: the rest of one write, and a bit of the next. */
  #survivors(): Buffer {
    let file: Buffer = Buffer.from(this.#durable);
    const lostOfEight = this.chance.of(1, 4, 7);
    for (const { position, bytes } of this.#pending) {
      for (let at = 0; at < bytes.length; at += SECTOR) {
        if (this.chance.below(8) < lostOfEight) continue;
        file = applied(file, { position: position + at, bytes: bytes.subarray(at, at + SECTOR) });
      }
    }
    return file;
  }

  /** How much of a write is done that fails. */
  #partOf(length: number): number {
    if (this.endsIn < -1) return 0; // after the end
    const unit = this.endsByKill ? CACHE_PAGE : SECTOR;
    return Math.floor(this.chance.below(length + 1) / unit) * unit;
  }

  #powered(): boolean {
    this.endsIn--;
    return this.endsIn >= 0;
  }

  #isFailing(): boolean {
    return this.failIn >= 0 && this.failIn-- === 0;
  }

  #error(syscall: string, errno: string) {
    return mapError(this.name, syscall, Object.assign(new Error(errno), { code: errno }));
  }
}

function applied(file: Buffer, { position, bytes }: Write): Buffer {
  const end = position + bytes.length;
  const whole = end > file.length ? Buffer.concat([file, Buffer.alloc(end - file.length)]) : file;
  bytes.copy(whole, position);
  return whole;
}
