// XFS counts blocks of 512 bytes from the beginning of its device, in hexadecimal: fs/xfs/xfs_buf.c,
// xfs_buf_ioerror_alert.

import type { LogContext } from './context.ts';
import type { Family, LogLine } from './family.ts';
import { hexNumber, wholeNumber } from './numbers.ts';

/** From 4.15 on: 'XFS (sda1): metadata I/O error in "xfs_read_agi" at daddr 0x2 len 1 error 5' */
const DADDR =
  /XFS \(([\w!./-]{1,64})\): (metadata I\/O error) in ["“][^"”]{1,80}["”] at daddr 0x([\da-f]{1,16}) len (\d{1,8})(?!\w)/i;
/** 2.6.39 to 4.14: 'XFS (sda1): metadata I/O error: block 0x2 ("xfs_read_agi") error 5 numblks 1' */
const BLOCK =
  /XFS \(([\w!./-]{1,64})\): (metadata I\/O error): block 0x([\da-f]{1,16}) \(["“][^"”]{1,80}["”]\) error \d{1,3} numblks (\d{1,8})(?!\w)/i;
/** Before, in bytes: 'I/O error in filesystem ("sda1") meta-data dev sda1 block 0x2 ("…") error 5 buf count 512' */
const OLD =
  /I\/O error in filesystem \("[^"]{1,64}"\) meta-data dev ([\w!./-]{1,64}) block 0x([\da-f]{1,16}) {1,20}\("[^"]{1,80}"\) error \d{1,3} buf count (\d{1,10})(?!\w)/;

export class Xfs implements Family {
  readonly keywords = ['daddr', 'numblks', 'I/O error in filesystem'];

  constructor(private readonly context: LogContext) {}

  read({ number, text }: LogLine): boolean {
    const [, device, , daddr, blocks] = DADDR.exec(text) ?? BLOCK.exec(text) ?? [];
    const [, oldDevice, block, bytes] = OLD.exec(text) ?? [];
    const name = device ?? oldDevice;
    const from = hexNumber(daddr ?? block ?? 'none');
    const length =
      blocks === undefined ? Math.ceil((wholeNumber(bytes) ?? 0) / 512) : Number(blocks);
    if (name === undefined || from === null || length === 0) return false;
    return this.context.ledger.accuse({
      line: number,
      text,
      format: 'xfs',
      device: name,
      member: null,
      position: { unit: 'sector512', from, length },
      names: 'request',
      request: null,
      operation: null,
      trouble: { kind: 'other', words: 'metadata I/O error' },
    });
  }
}
