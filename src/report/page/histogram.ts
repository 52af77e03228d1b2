// All blocks by how long they took, and beside them those that failed.

import { scaleLog } from 'd3-scale';
import {
  CLASSES,
  ERRORS,
  FIRST_ERROR_BYTE,
  FIRST_STEP,
  LAST_STEP,
} from '../../vocabulary/classes.ts';
import { stepEdgesNs } from '../../vocabulary/latency-scale.ts';
import { formatCount, formatNs } from '../../vocabulary/units.ts';
import { CLASS_COLORS, colored, FAILED } from './colors.ts';
import { type Markup, markup } from './markup.ts';
import { label, rule, svg } from './svg.ts';

const [WIDTH, HEIGHT, LEFT, TOP] = [560, 180, 74, 8];
const PLOT = WIDTH - LEFT - 10;
/** An error's bar, and what lies between it and the latencies. */
const ERROR_WIDTH = 34;

/** `tally`: how often each byte occurs in the map. */
export function histogram(tally: Float64Array): Markup {
  const steps = range(FIRST_STEP, LAST_STEP + 1).filter((step) => tally[step]! > 0);
  const errors = ERRORS.filter(({ byte }) => byte !== null && tally[byte]! > 0);
  const most = Math.max(1, ...tally.subarray(FIRST_STEP));
  const right = LEFT + PLOT - errors.length * ERROR_WIDTH;
  const [low, high] = [steps[0] ?? FIRST_STEP, steps.at(-1) ?? LAST_STEP];
  const x = scaleLog()
    .domain([stepEdgesNs[low]!, Math.max(stepEdgesNs[high + 1] ?? 1e11, stepEdgesNs[low]! * 2)])
    .range([LEFT, right - (errors.length > 0 ? 12 : 0)]);
  // One block is to be seen, too.
  const y = scaleLog()
    .domain([0.7, most])
    .range([TOP + HEIGHT, TOP]);
  const counts = range(0, Math.floor(Math.log10(most)) + 1).map((power) => 10 ** power);
  const yTicks = counts.map((count) => [
    rule(LEFT, y(count), LEFT + PLOT, y(count)),
    label(LEFT - 8, y(count) + 4, formatCount(count), 'end'),
  ]);
  const bars = CLASSES.map(({ firstStep }, index) => {
    const end = CLASSES[index + 1]?.firstStep ?? FIRST_ERROR_BYTE;
    const path = steps
      .filter((step) => step >= firstStep && step < end)
      .map((step) => {
        const from = x(stepEdgesNs[step]!);
        const to = x(stepEdgesNs[step + 1] ?? 1e11);
        return bar(from, Math.max(1, to - from - 0.6), y(tally[step]!));
      });
    return path.length === 0
      ? null
      : markup`<path ${colored(CLASS_COLORS[index]!)} d="${path.join('')}"/>`;
  });
  const errorBars = errors.map(({ code, byte }, i) => {
    const from = right + i * ERROR_WIDTH + 4;
    return [
      markup`<path ${colored(FAILED)} d="${bar(from, ERROR_WIDTH - 8, y(tally[byte!]!))}"/>`,
      label(from + (ERROR_WIDTH - 8) / 2, TOP + HEIGHT + 16, code, 'middle'),
    ];
  });
  const body = markup`${yTicks}${latencyTicks(x)}${bars}${errorBars}`;
  return svg({ width: WIDTH, height: TOP + HEIGHT + 24, label: 'Blocks by latency', body });

  function bar(from: number, width: number, top: number): string {
    return `M${from.toFixed(1)} ${TOP + HEIGHT}V${top.toFixed(1)}h${width.toFixed(1)}V${TOP + HEIGHT}z`;
  }
}

/** At powers of ten and at the classes' limits, where they do not lie on each other. */
function latencyTicks(x: { (ns: number): number; domain(): number[] }): readonly Markup[] {
  const [least, most] = x.domain() as [number, number];
  const limits = CLASSES.map(({ limitMs }) => limitMs * 1e6).filter(Number.isFinite);
  const powers = range(3, 12).map((power) => 10 ** power);
  const placed: number[] = [];
  return [...limits, ...powers]
    .filter((ns) => ns >= least && ns <= most)
    .filter((ns) => {
      const isFree = placed.every((other) => Math.abs(other - x(ns)) > 58);
      if (isFree) placed.push(x(ns));
      return isFree;
    })
    .map((ns) => label(x(ns), TOP + HEIGHT + 16, formatNs(ns), 'middle'));
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
}
