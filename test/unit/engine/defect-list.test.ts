// The list of all that was found, as a screen shows it.

import { beforeEach, expect, test, vi } from 'vitest';
import { newContext, type ScanContext } from '../../../src/engine/context.ts';
import { DefectList } from '../../../src/engine/defect-list.ts';
import { planScan } from '../../../src/engine/options.ts';
import { inspectTarget } from '../../../src/index.ts';

let context: ScanContext;
beforeEach(async () => {
  const target = await inspectTarget('sim:size=1GB');
  context = newContext(target, planScan(target, { blockSectors: 8 }), null);
});

const read = { errno: 61, late: false, drive: 0, named: false };
const failed = (from: number, to = from + 1) => ({
  ...{ from, to, error: 8, latencyNs: 1e9, ...read },
});
const slow = (from: number, ms: number) => ({
  ...{
    from,
    to: from + 8,
    error: 0,
    latencyNs: ms * 1e6,
    errno: 0,
    late: false,
    drive: 0,
    named: false,
  },
});
const rows = (list: DefectList) =>
  list.list('again').map(({ kind, firstLba }) => `${kind} ${firstLba}`);

test('what weighs most comes first, the slowest of what is slow', () => {
  const { findings } = context;
  findings.addSlow(slow(640, 600));
  findings.addSlow(slow(808, 900));
  findings.addSlow(slow(816, 700));
  findings.slow.set(816, { ...findings.slow.get(816)!, againNs: 650e6 });
  findings.addWeak(160, 168, { error: 'UNC', errno: null, exact: false, reads: 0 });
  findings.addFailed(failed(240, 248));
  findings.addBad(failed(400));
  findings.addBad(failed(320));
  const speeds = { bytesPerSecond: 5e6, againBytesPerSecond: 5e6, expectedBytesPerSecond: 2e8 };
  context.rereadZones = new Map([[0, speeds]]);
  expect(rows(new DefectList(context))).toEqual([
    'bad 320',
    'bad 400',
    'failed 240',
    'weak 160',
    'always slow 816',
    'slow zone 0',
    'slow 808',
    'slow 640',
  ]);
});

test('slow neighbours are one, with the worst of each; what was slow again stands apart', () => {
  const { findings } = context;
  for (const [from, ms] of [
    [800, 600],
    [808, 900],
    [816, 700],
    [824, 550],
    [840, 560],
  ] as const) {
    findings.addSlow(slow(from, ms));
  }
  findings.slow.set(824, { ...findings.slow.get(824)!, againNs: 650e6 });
  const listed = new DefectList(context).list('again');
  expect(listed).toMatchObject([
    { kind: 'always slow', firstLba: 824, lastLba: 831, latencyMs: 550, againMs: 650 },
    { kind: 'slow', firstLba: 800, lastLba: 823, latencyMs: 900, againMs: null, exact: true },
    { kind: 'slow', firstLba: 840, lastLba: 847, latencyMs: 560 },
  ]);
});

test.each([
  ['late, and not read again', true, null, 'TIME'],
  ['late, and read again', true, 600e6, null],
  ['in time, and not read again', false, null, null],
  ['in time, and read again', false, 600e6, null],
])('of what is slow, %s: its error is that it came late, or none', (_, late, againNs, error) => {
  context.findings.addSlow(slow(640, 600));
  context.findings.slow.set(640, { ...context.findings.slow.get(640)!, late, againNs });
  expect(new DefectList(context).list('again').map((row) => row.error)).toEqual([error]);
});

test('a long list is not made anew in every frame, however much is found', () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  try {
    const list = new DefectList(context);
    // Apart, so that no two are one.
    const add = (from: number, count: number) => {
      for (let i = 0; i < count; i++) context.findings.addBad(failed(from + 2 * i));
    };
    add(0, 10_000);
    expect(list.list('pass')).toHaveLength(10_000);
    add(100_000, 1);
    expect(list.list('pass'), 'it is not long yet').toHaveLength(10_001);
    add(200_000, 1);
    vi.advanceTimersByTime(1999);
    expect(list.list('pass')).toHaveLength(10_001);
    vi.advanceTimersByTime(1);
    expect(list.list('pass')).toHaveLength(10_002);
  } finally {
    vi.useRealTimers();
  }
});

test('it is made anew only where something was found', () => {
  const list = new DefectList(context);
  context.findings.addFailed(failed(240, 248));
  const before = list.list('pass');
  expect(list.list('pass')).toBe(before);
  context.findings.addBad(failed(247));
  expect(rows(list)).toEqual(['bad 247', 'failed 240']);
});
