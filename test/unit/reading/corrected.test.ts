// What a drive had to correct: good, told however short it took, and no reading that its order did not ask for.

import { afterEach, expect, test, vi } from 'vitest';
import type { Reading } from '../../../src/reading/sweep.ts';
import { failure, ORDER, scripted } from './scripted-sweeps.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

/** Sense 1/17/01. */
const CORRECTED = (2 << 24) | 0x011701;

const good = (from: number, latencyMs: number, drive = CORRECTED): Reading => ({
  ...failure(from),
  error: 0,
  errno: 0,
  latencyNs: latencyMs * 1e6,
  drive,
});

test('is kept, and told to its order only where that asks for readings so long', async () => {
  const told: number[] = [];
  const { context, runner, worker } = await scripted([
    ({ tell }) => {
      for (const reading of [good(10, 2), good(11, 2), good(20, 700), good(30, 700, 0)])
        tell(reading);
      tell(failure(40));
      return {};
    },
  ]);
  const tell = ({ from }: Reading) => told.push(from);
  await runner.run(worker, { ...ORDER, recordFromMs: 500 }, tell);
  expect(told).toEqual([20, 30, 40]);
  expect(context.findings.recovered.items).toEqual([
    { from: 10, to: 12, value: '1/17/01' },
    { from: 20, to: 21, value: '1/17/01' },
  ]);
});

test('is no failure of an order that asks for failures alone', async () => {
  const told: number[] = [];
  const { context, runner, worker } = await scripted([
    ({ tell }) => {
      tell(good(10, 2));
      return {};
    },
  ]);
  await runner.run(worker, ORDER, ({ from }) => told.push(from));
  expect([told, context.findings.recovered.sectors]).toEqual([[], 1]);
});
