// Speed now: over the last two seconds or so, on the disk's own clock.

import type { Crew } from './crew.ts';

interface Sample {
  readonly sectors: number;
  readonly deviceNs: readonly number[];
}

const KEPT_SAMPLES = 8;

export class SpeedMeter {
  readonly #samples: Sample[] = [];

  constructor(
    private readonly crew: Crew,
    private readonly logicalBytes: number,
  ) {}

  /** Called about four times a second. */
  sample(): void {
    const { workers } = this.crew;
    this.#samples.push({
      sectors: workers.reduce((sum, worker) => sum + worker.sectors, 0),
      deviceNs: workers.map((worker) => worker.deviceNs),
    });
    if (this.#samples.length > KEPT_SAMPLES) this.#samples.shift();
  }

  get bytesPerSecond(): number {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (first === undefined || last === undefined || first === last) return 0;
    const ns = Math.max(...last.deviceNs.map((value, i) => value - first.deviceNs[i]!));
    return ns <= 0 ? 0 : ((last.sectors - first.sectors) * this.logicalBytes * 1e9) / ns;
  }
}
