// A sweep runner that does with an order what a test writes down, and the context of a scan for it.

import { newContext, type ScanContext } from '../../../src/engine/context.ts';
import { planScan, type ScanOptions, type ScanPlan } from '../../../src/engine/options.ts';
import { inspectTarget } from '../../../src/index.ts';
import type { Order } from '../../../src/reading/order.ts';
import type { Reading } from '../../../src/reading/sweep.ts';
import type { SweepRunner } from '../../../src/reading/sweep-runner.ts';
import { errorOfCode } from '../../../src/vocabulary/classes.ts';

export interface Given {
  readonly order: Order;
  tell(reading: Reading): void;
  progress(run: number, next: number): void;
}

/** The order ends when it does: all was read. */
export type Answer = (given: Given) => unknown;

export function scriptedRunner(answers: Answer[]) {
  const orders: Order[] = [];
  const runner: Pick<SweepRunner, 'run' | 'verifyTrails' | 'trailing' | 'trustedBelow'> = {
    run: async (_worker, order, tell, progress = () => {}) => {
      orders.push(order);
      await answers.shift()!({ order, tell, progress });
      const run = order.runs.length - 1;
      return { outcome: 'done', run, next: order.runs[run]!.end };
    },
    verifyTrails: async () => true,
    trailing: () => [],
    trustedBelow: (_worker, reached) => reached,
  };
  return { runner: runner as SweepRunner, orders };
}

export async function contextOf(
  spec: string,
  options: ScanOptions = {},
  change: Partial<ScanPlan> = {},
): Promise<ScanContext> {
  const target = await inspectTarget(`sim:${spec}`);
  return newContext(target, { ...planScan(target, options), ...change }, null);
}

const UNC = errorOfCode('UNC').native;

export const failedReading = (from: number, to = from + 1): Reading => ({
  from,
  to,
  latencyNs: 1e6,
  error: UNC,
  errno: 61,
  late: false,
  drive: 0,
  named: false,
});

export const goodReading = (from: number, to = from + 1): Reading => ({
  ...failedReading(from, to),
  error: 0,
  errno: 0,
});

export const lateReading = (from: number, to = from + 1): Reading => ({
  ...failedReading(from, to),
  latencyNs: 31e9,
  late: true,
});
