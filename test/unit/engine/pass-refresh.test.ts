// How far a share was read is what its worker says, once that speaks of this share: before, it speaks of another.

import { expect, test, vi } from 'vitest';
import { Pass } from '../../../src/engine/pass.ts';
import type { Order } from '../../../src/reading/order.ts';
import type { SweepRunner } from '../../../src/reading/sweep-runner.ts';
import { contextOf } from './scripted-runner.ts';

test('a share grows, within its ends, and never shrinks', async () => {
  const context = await contextOf('size=800s,kind=ssd', { jobs: 1, blockSectors: 8 });
  const [worker] = context.control.workers;
  const frontier = vi.spyOn(worker!, 'frontier', 'get');
  const reached: [said: number, taken: number][] = [];
  const runner: Pick<SweepRunner, 'run' | 'verifyTrails' | 'trailing'> = {
    run: async (_worker, order: Order) => {
      for (const said of [0, 60, 55, 100, 101]) {
        frontier.mockReturnValue(said);
        pass.refresh();
        reached.push([said, context.shares.at(-1)!.next]);
      }
      return { outcome: 'done', run: 0, next: order.runs[0]!.end };
    },
    verifyTrails: async () => true,
    trailing: () => [],
  };
  const pass: Pass = new Pass(context, runner as SweepRunner, [{ first: 40, end: 100 }]);
  expect(await pass.run()).toBe('done');
  expect(reached).toEqual([
    ...[
      [0, 40],
      [60, 60],
      [55, 60],
    ],
    ...[
      [100, 100],
      [101, 100],
    ],
  ]);
});
