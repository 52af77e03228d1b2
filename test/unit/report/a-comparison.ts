// Two scans compared, as a test wants it: all of it said, any of it changed.

import { type Comparison, compareScans } from '../../../src/engine/compare.ts';
import { exact, stored } from './stored.ts';

const BLOCKS = 100;
const scan = stored({ sectors: 8 * BLOCKS, blockSectors: 8, bytes: new Array(BLOCKS).fill(90) });
const side = { ...scan, slow: [] };

/** By itself nothing differs. */
export function aComparison(changes: Partial<Comparison> = {}): Comparison {
  return { ...compareScans(side, side), ...changes };
}

const { value } = exact(0, 1);

export const aBadChange = (
  from: number,
  to: number,
  change = {},
  beside: [number, number] | null = null,
) => ({
  ...{ from, to, value: { ...value, ...change } },
  beside: beside === null ? null : { from: beside[0], to: beside[1] },
});

export const aSlowChange = (from: number, to: number, againMs: number | null) => ({
  ...{ from, to, old: { latencyNs: 2e6, againNs: null } },
  now: { latencyNs: 700e6, againNs: againMs === null ? null : againMs * 1e6 },
});

export const aZoneChange = (
  from: number,
  to: number,
  oldMs: number,
  nowMs: number,
  noise = 0.01,
) => ({
  ...{ from, to, oldNs: oldMs * 1e6, nowNs: nowMs * 1e6, noise },
});
