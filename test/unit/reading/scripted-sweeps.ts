// A sweep runner over sweeps whose ends a test writes down.

import { vi } from 'vitest';
import { native } from '../../../src/addon/native.ts';
import { CONTROL, type WorkerShared } from '../../../src/addon/worker-shared.ts';
import { newContext, type ScanContext } from '../../../src/engine/context.ts';
import { planScan } from '../../../src/engine/options.ts';
import { inspectTarget } from '../../../src/index.ts';
import type { Reading, SweepRun, SweepTask } from '../../../src/reading/sweep.ts';
import { SweepRunner } from '../../../src/reading/sweep-runner.ts';
import type { SweepEnd } from '../../../src/reading/worker-control.ts';
import { errorOfCode } from '../../../src/vocabulary/classes.ts';

export const SECTORS = 1000;

export const IO = errorOfCode('IO').native;

export const WHOLE: SweepRun = { fromLba: 0, toLba: SECTORS, first: 0, end: SECTORS };

export const ORDER = { runs: [WHOLE], unitSectors: 1, phaseLba: 0 };

export interface Told {
  readonly task: Omit<SweepTask, 'workers' | 'workerIndex'>;
  tell(reading: Reading): void;
  /** Failures in a row, as the worker counts them. */
  row(count: number): void;
}

export type Step = (told: Told) => Partial<SweepEnd>;

export function setRow({ memory, index }: WorkerShared, row: number): void {
  const { workerBytes, offsets } = native.layout;
  new Int32Array(memory, index * workerBytes)[offsets.row! / 4] = row;
}

export const failure = (from: number, to = from + 1): Reading => ({
  from,
  to,
  latencyNs: 1e6,
  error: IO,
  drive: 0,
  named: false,
  errno: 5,
  late: false,
});

/** A disk that brings what the steps say, one a sweep, and in presence checks reads or does not: a list is
 * of one answer after the other. `readBefore`: sectors that had read well. */
export async function scripted(
  steps: Step[],
  isThere: boolean | boolean[] = true,
  jobs = 3,
  readBefore: readonly number[] = [7],
) {
  const target = await inspectTarget(`sim:size=${SECTORS}s,kind=ssd`);
  const context = newContext(target, planScan(target, { blockSectors: 1, jobs }), null);
  const { control } = context;
  const limits: number[] = [];
  const orders: (readonly SweepRun[])[] = [];
  const checks: { words: string[]; run: SweepRun }[] = [];
  const answers = Array.isArray(isThere) ? [...isThere] : null;
  vi.spyOn(control, 'sweep').mockImplementation(async (worker, task, tell) => {
    if (worker === control.probe) {
      checks.push({ words: wordsOf(context), run: task.runs[0]! });
      const reads = answers === null ? (isThere as boolean) : answers.shift()!;
      tell({ ...failure(task.runs[0]!.fromLba), error: reads ? 0 : IO });
      return { stop: 'done', run: 0, next: 1, abandoned: false };
    }
    limits.push(task.rowLimit);
    orders.push(task.runs);
    const end = steps.shift()!({ task, tell, row: (count) => setRow(worker, count) });
    return { stop: 'done', run: 0, next: SECTORS, abandoned: false, ...end };
  });
  const read = readBefore.map((fromLba) => ({ fromLba, toLba: fromLba + 1, first: 0, end: 1 }));
  const runner = new SweepRunner(context, () => read);
  return { context, runner, worker: control.workers[0]!, limits, orders, checks };
}

export function wordsOf({ control }: ScanContext): string[] {
  const names = Object.keys(CONTROL) as (keyof typeof CONTROL)[];
  return [...control.workers, control.probe].map(
    (worker) => names.find((name) => CONTROL[name] === worker.control)!,
  );
}

export const storm =
  (next: number, rows = 32): Step =>
  ({ tell, row }) => {
    row(rows);
    for (let i = 0; i < rows; i++) tell(failure(next - rows + i));
    return { stop: 'row', next };
  };

export const done: Step = ({ row }) => {
  row(0);
  return {};
};
