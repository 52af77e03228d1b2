// A disk and its reader's counters, moved by hand.

import {
  Disturbance,
  type DisturbanceFeed,
  type DisturbanceOptions,
} from '../../../src/engine/disturbance.ts';

export const SLACK = 512;

/** A disk that one worker reads upwards, 1000 sectors a second, while others do as they are told. */
export class Bench {
  readonly disturbance: Disturbance;
  lba = 0;
  kernelRead = 7_000_000;
  kernelWritten = 9_000;

  constructor(options: Partial<DisturbanceOptions> = {}) {
    this.disturbance = new Disturbance({ logicalBytes: 512, writesAreOurs: false, ...options });
    this.feed({ ranges: [] });
  }

  /** One second: `others` sectors of 512 bytes read by others, `uncounted` of ours not counted. */
  second(others = 0, uncounted = 0, more: Partial<DisturbanceFeed> = {}): void {
    const from = this.lba;
    this.lba += 1000;
    this.kernelRead += 1000 + others - uncounted;
    this.feed({ ranges: [{ from, to: this.lba }], ...more });
  }

  feed(more: Partial<DisturbanceFeed>): void {
    this.disturbance.feed({
      activity: { readSectors512: this.kernelRead, writtenSectors512: this.kernelWritten },
      oursBefore: this.lba,
      oursAfter: this.lba,
      slackSectors: SLACK,
      ranges: [],
      ...more,
    });
  }

  get entries() {
    return this.disturbance.entries().map((entry) => [entry.from, entry.to, entry.foreignSectors]);
  }
}
