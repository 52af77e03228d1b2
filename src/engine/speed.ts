// Speeds on the disk's own clock.

import type { ScanContext } from './context.ts';

interface Sample {
  readonly sectors: number;
  readonly deviceNs: readonly number[];
}

const KEPT_SAMPLES = 8;

/** What was read, and how long it took: by the worker that read longest. */
export interface Work {
  readonly sectors: number;
  readonly deviceNs: number;
}

/** All that was read so far, in earlier runs too. */
export function workOf({ control, previous }: ScanContext): Work {
  const { workers } = control;
  return {
    sectors: workers.reduce((sum, worker) => sum + worker.sectors, previous.sectors),
    deviceNs: previous.deviceNs + Math.max(...workers.map((worker) => worker.deviceNs)),
  };
}

export function bytesPerSecond({ sectors, deviceNs }: Work, logicalBytes: number): number {
  return deviceNs === 0 ? 0 : Math.round((sectors * logicalBytes * 1e9) / deviceNs);
}

/** Speed now: over the last two seconds or so. */
export class SpeedMeter {
  readonly #samples: Sample[] = [];

  constructor(private readonly context: ScanContext) {}

  /** Called about four times a second. */
  sample(): void {
    const { workers } = this.context.control;
    const { sectors } = workOf(this.context);
    this.#samples.push({ sectors, deviceNs: workers.map((worker) => worker.deviceNs) });
    if (this.#samples.length > KEPT_SAMPLES) this.#samples.shift();
  }

  get bytesPerSecond(): number {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (first === undefined || last === undefined || first === last) return 0;
    const ns = Math.max(...last.deviceNs.map((value, i) => value - first.deviceNs[i]!));
    const { logicalBytes } = this.context.target.device;
    return ns <= 0 ? 0 : ((last.sectors - first.sectors) * logicalBytes * 1e9) / ns;
  }
}
