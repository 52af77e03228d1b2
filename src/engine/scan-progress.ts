// A scan's progress, looked up when somebody asks.

import type { Activity } from '../reading/under-way.ts';
import type { Grid } from '../vocabulary/grid.ts';
import type { ScanContext, ScanShare } from './context.ts';
import { blockCounts } from './coverage.ts';
import type { Phase, Progress } from './scan-view.ts';

type Clocks = Pick<
  Progress,
  | 'phase'
  | 'alarm'
  | 'elapsedSeconds'
  | 'remainingSeconds'
  | 'narrowingSeconds'
  | 'lastAnswer'
  | 'bytesPerSecondNow'
  | 'bytesPerSecondMean'
> & { readonly paused: boolean };

export function scanProgress(context: ScanContext, clocks: Clocks): Progress {
  const { plan, grid, shares, findings, control, trouble } = context;
  const { paused, ...shown } = clocks;
  const totalSectors = plan.toLba - plan.fromLba;
  const doneSectors = sectorsOf(shares, grid);
  const inPass = clocks.phase === 'pass' || clocks.phase === 'waiting';
  return {
    ...shown,
    activity: activity(context, clocks.phase, paused),
    blocks: blockCounts(context),
    currentLba: currentLba(context, clocks.phase),
    doneSectors,
    totalSectors,
    phaseDone: inPass ? doneSectors / totalSectors : context.phaseDone,
    badSectors: findings.bad.sectors,
    failedBlocksLeft: findings.failedBlocks(grid),
    weakSectors: findings.weak.sectors,
    weakPlaces: findings.weakPlaces(grid),
    slowBlocks: findings.slowBlocks,
    wait: control.wait,
    shares: [...shares].sort((a, b) => a.first - b.first),
    rollbacks: context.rollbacks,
    trouble: trouble?.message ?? null,
  };
}

function activity({ stopping }: ScanContext, phase: Phase, paused: boolean): Activity {
  if (phase === 'ended') return 'ended';
  if (stopping) return 'stopping';
  return paused ? 'paused' : 'running';
}

function sectorsOf(shares: readonly ScanShare[], grid: Grid): number {
  let sum = 0;
  for (const { first, next } of shares) {
    if (next > first) sum += grid.endOf(next - 1) - grid.startOf(first);
  }
  return sum;
}

export function currentLba({ control, plan, grid, shares }: ScanContext, phase: Phase): number {
  if (phase === 'ended') {
    const begun = shares.filter(({ first, next }) => next > first);
    return grid.endOf(Math.max(0, ...begun.map(({ next }) => next - 1))) - 1;
  }
  const busy = phase === 'pass' ? control.workers : control.workers.slice(0, 1);
  return Math.max(plan.fromLba, ...busy.map((worker) => worker.inFlightLba));
}
