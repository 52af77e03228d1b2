// Pauses a scan while its disk is hotter than asked for, and says so.

import { openThermometer, type Temperature, type Thermometer } from '../smart/thermometer.ts';
import { readingOf } from '../vocabulary/smart.ts';
import { cleanText } from '../vocabulary/text.ts';
import { formatElapsed } from '../vocabulary/units.ts';
import type { ScanContext } from './context.ts';

/** It goes on when it is so much cooler: not to stop and go. */
const COOLER_C = 5;

export class HeatWatch {
  #timer: NodeJS.Timeout | null = null;
  #hotSinceMs: number | null = null;
  #hotMs = 0;
  #pauses = 0;
  #hottestC = Number.NEGATIVE_INFINITY;
  #isLooking = false;
  #caution: string | null = null;
  readonly #end = new AbortController();

  private constructor(
    private readonly context: ScanContext,
    private readonly mostC: number,
    private readonly thermometer: Thermometer,
    private readonly hold: (isHot: boolean) => void,
  ) {}

  /** After its first look; null: there is no limit. `hold` stops the scan's reads, and lets them go on. */
  static async begin(
    context: ScanContext,
    hold: (isHot: boolean) => void,
    open = openThermometer,
  ): Promise<HeatWatch | null> {
    const { maxTempC, smart } = context.plan;
    if (maxTempC === null) return null;
    const thermometer = await open(context.target, smart);
    const watch = new HeatWatch(context, maxTempC, thermometer, hold);
    // smartctl was asked a moment ago.
    const told = readingOf(context.smart.before)?.temperatureC ?? null;
    if (told === null) await watch.#look();
    else watch.#judge(told);
    watch.#timer = setInterval(() => void watch.#look(), thermometer.everyMs);
    return watch;
  }

  /** What its user should know now; null: nothing. */
  get caution(): string | null {
    return this.#caution;
  }

  /** Nobody waits for it any more. */
  stop(): void {
    this.#end.abort();
  }

  end(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.stop();
    this.#letGo();
    this.#caution = null;
    if (this.#pauses === 0) return;
    const times = this.#pauses === 1 ? 'once' : `${this.#pauses} times`;
    this.context.notes.push(
      `paused ${times}, ${formatElapsed(this.#hotMs / 1000)} in all, as the disk was hotter than ` +
        `${this.mostC} °C: ${this.#hottestC} °C at most`,
    );
  }

  /** Once at a time; a disk that does not answer is not asked this, too. */
  async #look(): Promise<void> {
    const { control, trouble } = this.context;
    if (this.#isLooking || this.#end.signal.aborted) return;
    if (trouble !== null || control.wait !== null) return;
    this.#isLooking = true;
    try {
      const temperature = await this.thermometer.look(this.#end.signal);
      if (!this.#end.signal.aborted) this.#judge(temperature);
    } finally {
      this.#isLooking = false;
    }
  }

  #judge(temperature: Temperature): void {
    if (typeof temperature !== 'number') {
      this.#unknown(temperature.whyNot);
      return;
    }
    this.#hottestC = Math.max(this.#hottestC, Math.round(temperature));
    if (this.#hotSinceMs === null) {
      this.#caution = null;
      if (temperature > this.mostC) this.#pause(temperature);
    } else if (temperature <= this.mostC - COOLER_C) this.#letGo();
  }

  #pause(temperature: number): void {
    this.#pauses++;
    this.#hotSinceMs = performance.now();
    this.#caution =
      `paused: the disk is at ${Math.round(temperature)} °C, and --max-temp is ${this.mostC}; ` +
      `it goes on at ${this.mostC - COOLER_C} °C`;
    this.hold(true);
  }

  #letGo(): void {
    if (this.#hotSinceMs === null) return;
    this.#hotMs += performance.now() - this.#hotSinceMs;
    this.#hotSinceMs = null;
    this.#caution = null;
    this.hold(false);
  }

  /** A scan that waits for what nobody knows would wait for ever. */
  #unknown(whyNot: string): void {
    this.#letGo();
    const said = `--max-temp ${this.mostC} cannot be kept: ${cleanText(whyNot, 300)}`;
    this.#caution = said;
    if (!this.context.notes.includes(said)) this.context.notes.push(said);
  }
}
