// Workers that end before the others do: what one that is taken out leaves of its share is read by the others,
// and nothing twice; one that has found enough stops them.

import { expect, test, vi } from 'vitest';
import { Pass } from '../../../src/engine/pass.ts';
import type { Order } from '../../../src/reading/order.ts';
import type { SweepRunner } from '../../../src/reading/sweep-runner.ts';
import { contextOf } from './scripted-runner.ts';

/** The shares of two workers over 100 blocks, in the order in which they are begun: the second worker is taken
 * out when it has come to `next` of its own. */
async function sharesWith(next: number): Promise<string[]> {
  const context = await contextOf('size=800s,kind=ssd', { jobs: 2, blockSectors: 8 });
  const [, second] = context.control.workers;
  const shares: string[] = [];
  const runner: Pick<SweepRunner, 'run' | 'verifyTrails' | 'trailing'> = {
    run: async (worker, order: Order) => {
      const { first, end } = order.runs[0]!;
      shares.push(`${worker.index}: ${first}-${end}`);
      if (worker !== second) return { outcome: 'done', run: 0, next: end };
      context.control.retire(worker);
      return { outcome: 'stopped', run: 0, next };
    },
    verifyTrails: async () => true,
    trailing: () => [],
  };
  const pass = new Pass(context, runner as SweepRunner, [{ first: 0, end: 100 }]);
  expect(await pass.run()).toBe('done');
  return shares;
}

test('its rest is a share of its own', async () => {
  expect(await sharesWith(70)).toEqual(['0: 0-50', '1: 50-100', '0: 70-100']);
});

test('at its end it leaves none', async () => {
  expect(await sharesWith(100)).toEqual(['0: 0-50', '1: 50-100']);
});

test('one that has found enough stops the others', async () => {
  const context = await contextOf('size=800s,kind=ssd', { jobs: 2, blockSectors: 8, maxBad: 1 });
  const { control } = context;
  const halted = new Promise<void>((resolve) => {
    vi.spyOn(control, 'halt').mockImplementation(resolve);
  });
  const runner: Pick<SweepRunner, 'run' | 'verifyTrails' | 'trailing'> = {
    run: async (worker, order: Order) => {
      if (worker === control.workers[0]) return { outcome: 'enough', run: 0, next: 1 };
      await halted;
      return { outcome: 'stopped', run: 0, next: order.runs[0]!.first };
    },
    verifyTrails: async () => true,
    trailing: () => [],
  };
  const pass = new Pass(context, runner as SweepRunner, [{ first: 0, end: 100 }]);
  expect(await pass.run()).toBe('enough');
});
