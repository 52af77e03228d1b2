// A disk of any size in memory: what was not put there reads as zeros.

import type { ReadSectors } from '../../../src/layout/sectors.ts';

export class MemoryDisk {
  /** LBAs that cannot be read. */
  readonly bad = new Set<number>();
  reads = 0;
  readSectors = 0;
  private readonly written = new Map<number, Buffer>();

  constructor(
    readonly sectors: number,
    readonly logicalBytes = 512,
  ) {}

  put(lba: number, bytes: Buffer, offset = 0): this {
    for (let done = 0; done < bytes.length; ) {
      const at = lba * this.logicalBytes + offset + done;
      const sector = this.sector(Math.floor(at / this.logicalBytes));
      const within = at % this.logicalBytes;
      done += bytes.copy(sector, within, done, done + this.logicalBytes - within);
    }
    return this;
  }

  /** The sector as it is kept: what is changed in it is changed on the disk. */
  sector(lba: number): Buffer {
    const found = this.written.get(lba) ?? Buffer.alloc(this.logicalBytes);
    this.written.set(lba, found);
    return found;
  }

  /** All that was put there. */
  get lbas(): number[] {
    return [...this.written.keys()].sort((a, b) => a - b);
  }

  readonly read: ReadSectors = async (fromLba, sectors) => {
    this.reads++;
    this.readSectors += sectors;
    if (fromLba < 0 || sectors < 1 || fromLba + sectors > this.sectors) {
      throw new Error(`a read of ${sectors} sectors at LBA ${fromLba}, outside the disk`);
    }
    const bytes = Buffer.alloc(sectors * this.logicalBytes);
    for (let index = 0; index < sectors; index++) {
      if (this.bad.has(fromLba + index)) return null;
      this.written.get(fromLba + index)?.copy(bytes, index * this.logicalBytes);
    }
    return bytes;
  };
}
