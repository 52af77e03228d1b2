// Btrfs: fs/btrfs/scrub.c, scrub_print_warning_inode; raid56.c and extent_io.c, repair_io_failure. What is
// physical counts from the beginning of the node that the line names behind "dev": bytes, before 4.18
// sectors of 512.

import type { Position, Trouble } from './accusation.ts';
import type { LogContext } from './context.ts';
import type { Family, LogLine } from './family.ts';
import { wholeNumber } from './numbers.ts';

const END = String.raw`(?![\w[\ufffd]|[.:<+%/-]\w)`;
const SCRUB = new RegExp(
  String.raw`((?:i/o|checksum|checksum/header|super|fixed up|unable to fixup \(\w{1,20}\)) error) at logical \d{1,20} on dev ([\w!./+-]{1,128}),? (physical|sector) (\d{1,20})${END}(?:.{0,200}? length (\d{1,10}))?`,
);
const CORRECTED =
  /read error corrected: ino \d{1,20} off \d{1,20} \(dev ([\w!./+-]{1,128}) sector (\d{1,20})\)/;

/** The smallest block of the file system: fs/btrfs/fs.h, BTRFS_MIN_BLOCKSIZE as it mostly is. */
const BLOCK_BYTES = 4096;

export class Btrfs implements Family {
  readonly keywords = ['at logical', 'read error corrected:'];

  constructor(private readonly context: LogContext) {}

  read(line: LogLine): boolean {
    const [, words, device, unit, place, bytes] = SCRUB.exec(line.text) ?? [];
    if (device !== undefined) {
      const length = wholeNumber(bytes) || BLOCK_BYTES;
      const kind = words!.startsWith('fixed') ? 'corrected' : 'other';
      const isBytes = unit === 'physical';
      const from = wholeNumber(place);
      if (from === null) return false;
      const position: Position = isBytes
        ? { unit: 'byte', from, length }
        : { unit: 'sector512', from, length: Math.ceil(length / 512) };
      return this.#accuse(line, device, position, { kind, words: words! });
    }
    const [, node, sector] = CORRECTED.exec(line.text) ?? [];
    const from = wholeNumber(sector);
    if (from === null) return false;
    const position: Position = { unit: 'sector512', from, length: BLOCK_BYTES / 512 };
    return this.#accuse(line, node!, position, {
      kind: 'corrected',
      words: 'read error corrected',
    });
  }

  #accuse(line: LogLine, device: string, position: Position, trouble: Trouble): boolean {
    return this.context.ledger.accuse({
      line: line.number,
      text: line.text,
      format: 'btrfs',
      device: device.replace(/^\/dev\//, ''),
      member: null,
      position,
      names: 'request',
      request: null,
      operation: 'read',
      trouble,
    });
  }
}
