// A report file that is written anew whenever a disk ends: what one came to does not wait for another, nor
// for somebody who looks at the screen.

import { jsonText } from '../api/common.ts';
import type { JsonOutput } from './json-output.ts';

export class RenewedReport<Entry> {
  #writing: Promise<void> = Promise.resolve();
  #next: readonly Entry[] | null = null;

  /** `json`: null, or one that cannot be written again, is written at the end alone. */
  constructor(
    private readonly json: JsonOutput | null,
    private readonly value: (entries: readonly Entry[]) => unknown,
  ) {}

  /** The last entries count: those that came while others were written are. What cannot be written now is
   * said at the end, if it still can't be then. */
  renew(entries: readonly Entry[]): void {
    const write = this.json?.isRenewed === true ? this.json.write : null;
    if (write === null) return;
    this.#next = entries;
    this.#writing = this.#writing.then(async () => {
      const now = this.#next;
      this.#next = null;
      if (now !== null) await write(jsonText(this.value(now))).catch(() => {});
    });
  }

  /** Nothing more is on its way. Does not reject. */
  settled(): Promise<void> {
    return this.#writing;
  }
}
