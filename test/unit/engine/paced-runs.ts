// Runs whose phases take long enough to be paused and stopped in.

import { afterAll, expect } from 'vitest';
import type { Phase } from '../../../src/engine/scan-view.ts';
import { inspectTarget, Run, runReport, type ScanOptions } from '../../../src/index.ts';
import type { ScanJson } from '../../../src/report/run-json.ts';

// Paced disks: the phase that a name says takes three seconds or so of real time, so that a busy
// machine still gets to see it.
export const DISKS = {
  // 4,600 blocks of 0.14 ms, at a fifth of the speed
  pass: 'size=600MB,kind=ssd,speed=0.2,bad=5',
  // 200 sectors of 5 ms
  narrowing: 'size=8MiB,kind=ssd,speed=0.3,bad=0-199@5',
  // 3 blocks of 500 ms, at half the speed, read twice
  again: 'size=1MiB,kind=ssd,speed=0.5,slow=0@500,slow=256@500,slow=512@500',
  // a sector of 5 ms, 200 times
  retries: 'size=1MiB,kind=ssd,speed=0.3,bad=1000@5',
} as const;
export type LongPhase = keyof typeof DISKS;
export const OPTIONS: Readonly<Record<LongPhase, ScanOptions>> = {
  pass: { jobs: 1 },
  narrowing: { jobs: 1 },
  again: { jobs: 1 },
  retries: { jobs: 1, retries: 200 },
};
export const PHASES = Object.keys(DISKS) as LongPhase[];

const begun: Run[] = [];
afterAll(() => {
  for (const run of begun.splice(0)) run.stop();
});

export async function runOf(disk: string, options: ScanOptions = { jobs: 1 }): Promise<Run> {
  const run = await Run.plan([await inspectTarget(`sim:${disk}`)], options);
  begun.push(run);
  return run;
}

export async function scanned(scanning: ReturnType<Run['scan']>): Promise<ScanJson> {
  return runReport(await scanning).scans[0] as ScanJson;
}

export const progressOf = (run: Run) => run.scans[0]!.progress();
export const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export async function until(run: Run, holds: (progress: ReturnType<typeof progressOf>) => boolean) {
  for (let i = 0; i < 20_000 && !holds(progressOf(run)); i++) await sleep(5);
  expect(holds(progressOf(run))).toBe(true);
}

/** It goes on in that phase. */
export const isInto = (phase: Phase) => (progress: ReturnType<typeof progressOf>) =>
  progress.phase === phase && (progress.phase === 'pass' ? progress.doneSectors > 0 : true);
