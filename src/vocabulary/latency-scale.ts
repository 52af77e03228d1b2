// The map's scale: 239 steps of about 8 %, laid so that every class limit is the lower edge of a step.
// native/core/latency_scale.cc reckons the same: src/addon/native.ts asserts that both agree.

import { CLASSES, FIRST_ERROR_BYTE, FIRST_STEP } from './classes.ts';

/** 1 µs, the lower edge of the first step, and 100 s, where the last would end: it holds all above, too. */
const LEAST_NS = 1e3;
const MOST_NS = 100e9;

/** Lower edges of the latency steps 1…239, nanoseconds: round(lo · (hi/lo)^((step − first)/steps)).
 * [0] is unused. */
export const stepEdgesNs: readonly number[] = edges();

/** What a block of this step took, as nearly as the map tells. */
export function stepMiddleNs(step: number): number {
  const low = stepEdgesNs[step]!;
  return Math.sqrt(low * (stepEdgesNs[step + 1] ?? low));
}

function edges(): number[] {
  const found: number[] = Array(FIRST_STEP).fill(0);
  for (const [index, { firstStep, limitMs }] of CLASSES.entries()) {
    const steps = (CLASSES[index + 1]?.firstStep ?? FIRST_ERROR_BYTE) - firstStep;
    const low = index === 0 ? LEAST_NS : CLASSES[index - 1]!.limitMs * 1e6;
    const high = Number.isFinite(limitMs) ? limitMs * 1e6 : MOST_NS;
    for (let step = 0; step < steps; step++) {
      found.push(Math.round(low * (high / low) ** (step / steps)));
    }
  }
  return found;
}
