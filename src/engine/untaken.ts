// Readings that are told and not believed yet.

import type { Reading } from '../reading/sweep.ts';

export class Untaken {
  #readings: Reading[] = [];

  readonly tell = (reading: Reading): void => {
    this.#readings.push(reading);
  };

  /** For the order that tells them. */
  readonly order = {
    takeBack: (from: number, to: number): void => {
      const isOut = (one: Reading) => one.error !== 0 && one.from < to && one.to > from;
      this.#readings = this.#readings.filter((reading) => !isOut(reading));
    },
  };

  /** The readings, but for the last so many. */
  take(untrusted = 0): readonly Reading[] {
    return this.#readings.splice(0, Math.max(0, this.#readings.length - untrusted));
  }
}
