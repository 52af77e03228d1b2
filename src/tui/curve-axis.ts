// Round numbers for axes.

const STEPS = [1, 2, 2.5, 5, 10];

/** The least round step that takes at most `most` of them to reach `end`; `end` above 0. */
export function niceStep(end: number, most: number): number {
  const least = end / Math.max(1, most);
  const power = 10 ** Math.floor(Math.log10(least));
  const step = STEPS.find((candidate) => candidate * power >= least * (1 - 1e-9));
  return (step ?? 10) * power;
}

export interface Scale {
  readonly end: number;
  readonly step: number;
}

/** From 0 to a round number that is not below `value`. */
export function scaleFor(value: number, mostSteps: number): Scale {
  if (!(value > 0)) return { end: 1, step: 1 };
  const step = niceStep(value, mostSteps);
  return { end: step * Math.ceil(value / step - 1e-9), step };
}

export function ticksOf({ end, step }: Scale): number[] {
  const count = Math.round(end / step);
  return Array.from({ length: count + 1 }, (_, i) => i * step);
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

/** Multiples of a step, all in the step's unit: "250 MB", "1000 GB". */
export function axisWords(step: number): (value: number) => string {
  const unit = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(step) / 3 + 1e-9)));
  const scale = 1000 ** unit;
  const digits = decimals(step / scale);
  return (value) => `${(value / scale).toFixed(digits)} ${UNITS[unit]}`;
}

/** As many as tell multiples of a round step apart. */
function decimals(step: number): number {
  for (let digits = 0; digits < 3; digits++) {
    if (Math.abs(step * 10 ** digits - Math.round(step * 10 ** digits)) < 1e-6) return digits;
  }
  return 3;
}
