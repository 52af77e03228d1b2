// How far the mean of a stretch moves without a reason: by its blocks, and by the steps that they are kept in.

import { expect, test } from 'vitest';
import { compareScans } from '../../../src/engine/compare.ts';
import { stored } from '../report/stored.ts';

const BLOCK = 256;
/** Of 512 bytes: 1 GB and a little. */
const ZONE_BLOCKS = Math.ceil(1e9 / 512 / BLOCK);
/** 104 steps lie between 1 µs and 3 ms. */
const STEP = Math.log(3000) / 104;

/** One zone, `share` of whose blocks took a step longer; with itself. */
function noiseOf(share: number): number {
  const every = Math.round(1 / share);
  const bytes = Array.from({ length: ZONE_BLOCKS }, (_, block) => (block % every === 0 ? 81 : 80));
  const scan = {
    ...stored({ sectors: ZONE_BLOCKS * BLOCK, blockSectors: BLOCK, bytes }),
    slow: [],
  };
  return compareScans(scan, scan).zones.noise!;
}

/** What rounding does to a mean, of each scan: B. Widrow, I. Kollár, Quantization Noise, chapter 4. */
const rounding = (variance: number) => (STEP / Math.PI) * Math.exp(-2 * Math.PI ** 2 * variance);

test.each([
  // Of all in one step the rounding is all there is.
  [1, 0],
  [1 / 10, 0.09],
  [1 / 2, 0.25],
])('where %f of the blocks lie a step higher', (share, variance) => {
  // The standard error of a mean, of two.
  const error = (Math.SQRT2 * STEP * Math.sqrt(variance)) / Math.sqrt(ZONE_BLOCKS);
  const expected = Math.expm1(error + 2 * rounding(variance));
  expect(noiseOf(share) / expected).toBeCloseTo(1, 1);
});
