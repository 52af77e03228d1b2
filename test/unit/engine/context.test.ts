// What a scan begins with, and what one that goes on knows already.

import { expect, test } from 'vitest';
import { newContext, type Resumed } from '../../../src/engine/context.ts';
import { planScan } from '../../../src/engine/options.ts';
import { NO_PREVIOUS_RUNS } from '../../../src/engine/previous-runs.ts';
import { inspectTarget } from '../../../src/index.ts';
import { COMPARED_LEFT_OUT_NOTE } from '../../../src/map-file/compared.ts';
import { Findings } from '../../../src/reading/findings.ts';
import { failedReading } from './scripted-runner.ts';

async function contextOf(resumed: Resumed | null, baselineNotes?: readonly string[]) {
  const target = await inspectTarget('sim:size=80s');
  const baseline = baselineNotes === undefined ? null : { scan: null, notes: baselineNotes };
  return newContext(target, planScan(target, { blockSectors: 8, jobs: 64 }), resumed, baseline);
}

const resumed = (change: Partial<Resumed> = {}): Resumed => ({
  ...{ map: new Uint8Array(new SharedArrayBuffer(10)), findings: new Findings() },
  ...{ previous: NO_PREVIOUS_RUNS, notes: [], endNotes: [] },
  ...change,
});

test('a new one has read nothing, with no more workers than blocks', async () => {
  const context = await contextOf(null);
  expect([...context.map]).toEqual(new Array(10).fill(0));
  expect(context.shares).toEqual([]);
  expect(context.plan.jobs).toBe(10);
  expect(new Uint32Array(context.failedBlocks)[0]).toBe(0);
});

test('one that goes on has its map’s blocks read, and counts what failed', async () => {
  const map = new Uint8Array(new SharedArrayBuffer(10));
  map.set([90, 90, 0, 0, 247, 247, 247], 0);
  const findings = new Findings();
  findings.addBad(failedReading(33));
  findings.addFailed(failedReading(40, 56));
  const context = await contextOf(resumed({ map, findings }));
  expect(context.shares).toEqual([
    { first: 0, next: 2, end: 2 },
    { first: 4, next: 7, end: 7 },
  ]);
  expect(new Uint32Array(context.failedBlocks)[0]).toBe(1 + 2);
});

test('notes of its map stay, each once, but for those of a baseline, which is told anew', async () => {
  const notes = ['one', 'two', COMPARED_LEFT_OUT_NOTE];
  const context = await contextOf(resumed({ notes }), ['of the baseline', 'two']);
  const own = context.notes.filter((note) => [...notes, 'of the baseline'].includes(note));
  expect(own).toEqual(['one', 'two', 'of the baseline']);
});
