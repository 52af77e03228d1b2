// printk_ratelimited leaves messages out and says how many: lib/ratelimit.c. What is missing may
// have been accusations.

import type { LogContext } from './context.ts';
import type { Family, LogLine } from './family.ts';
import { wholeNumber } from './numbers.ts';

const RECORD = /(?<!\w)(\d{1,15}) callbacks suppressed/g;
/** Of the functions that print accusations. */
const PRINTERS =
  /blk_update_request|print_req_error|buffer_io_error|scsi_|sd_|nvme_|end_request|blk_/;

export class Suppressed implements Family {
  readonly keywords = ['callbacks suppressed'];

  constructor(private readonly context: LogContext) {}

  read({ text }: LogLine): boolean {
    if (!PRINTERS.test(text)) return false;
    const total = [...text.matchAll(RECORD)].reduce(
      (sum, [, count]) => sum + (wholeNumber(count) ?? 0),
      this.context.suppressed,
    );
    this.context.suppressed = Math.min(total, Number.MAX_SAFE_INTEGER);
    return true;
  }
}
