// How long a disk's logical blocks were when the log was written: a bridge may have told 4096 of a disk
// that alone tells 512, and then the log's block numbers are others than the disk's today.

import { diskOf } from './device-names.ts';

const DISKS_LIMIT = 10_000;
/** A name may go from one disk to another: so often a disk's size is told anew. */
const CHANGES_LIMIT = 64;

interface Told {
  readonly line: number;
  readonly bytes: number;
}

/** SBC-4 allows others; no disk has them. */
export function isBlockSize(bytes: number): boolean {
  return Number.isSafeInteger(bytes) && bytes >= 512 && bytes <= 65_536 && bytes % 512 === 0;
}

export class BlockSizes {
  readonly #told = new Map<string | null, Told[]>();

  /** `device` null: of the only disk that a report is about. */
  tell(device: string | null, bytes: number, line: number): void {
    if (!isBlockSize(bytes)) return;
    const told = this.#told.get(device) ?? [];
    if (this.#told.size >= DISKS_LIMIT && told.length === 0) return;
    if (told.at(-1)?.bytes === bytes || told.length >= CHANGES_LIMIT) return;
    told.push({ line, bytes });
    this.#told.set(device, told);
  }

  /** By any of a disk's names: what line `line` counts in, if the log says it. */
  reader(
    aliases: ReadonlyMap<string, string>,
  ): (name: string | null, line: number) => number | null {
    if (this.#told.size === 0) return () => null;
    const byDisk = new Map<string | null, Told[]>();
    for (const [name, told] of this.#told) {
      const disk = name === null ? null : diskOf(name, aliases).disk;
      byDisk.set(
        disk,
        [...(byDisk.get(disk) ?? []), ...told].sort((a, b) => a.line - b.line),
      );
    }
    return (name, line) => {
      const told = byDisk.get(name === null ? null : diskOf(name, aliases).disk);
      if (told === undefined) return null;
      return (told.findLast((one) => one.line <= line) ?? told[0]!).bytes;
    };
  }
}
