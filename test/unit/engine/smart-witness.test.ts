// When the drive is asked what it counts, and when it is left alone.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { SmartWitness } from '../../../src/engine/smart-witness.ts';
import { hasResult, inspectTarget, Run, runReport, type ScanOptions } from '../../../src/index.ts';
import { loadStoredScan } from '../../../src/report/load-stored-scan.ts';
import type { ScanJson } from '../../../src/report/run-json.ts';
import type { AskOptions } from '../../../src/smart/ask-smart.ts';
import type { SmartAnswer } from '../../../src/vocabulary/smart.ts';
import { until } from '../../rig/system.ts';
import { contextOf } from './scripted-runner.ts';

type Asked = (options: AskOptions) => SmartAnswer | Promise<SmartAnswer>;

const witness = vi.hoisted(() => ({ answers: [] as unknown[], asked: [] as unknown[] }));
vi.mock('../../../src/smart/ask-smart.ts', () => ({
  askSmart: async (_target: unknown, options: AskOptions) => {
    witness.asked.push(options);
    const answer = witness.answers.shift() as Asked | SmartAnswer | undefined;
    if (answer === undefined) throw new Error('it was asked once too often');
    return typeof answer === 'function' ? answer(options) : answer;
  },
}));

beforeEach(() => {
  witness.answers.length = 0;
  witness.asked.length = 0;
});

const reading = (pending: number): SmartAnswer => ({
  asked: new Date(`2026-11-30T16:00:0${pending}.000Z`),
  exitStatus: 64,
  passed: true,
  temperatureC: 36,
  powerOnHours: 100,
  counters: new Map([
    ['Reallocated_Sector_Ct', 0],
    ['Current_Pending_Sector', pending],
  ]),
});

const DISK = 'sim:size=4000s,bad=100-107';

function scratchMap(): string {
  const folder = mkdtempSync(join(tmpdir(), 'surfscan-smart-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'a.surfscan');
}

interface Life {
  readonly disk?: string;
  readonly options?: ScanOptions;
  readonly map?: string;
  readonly resume?: boolean;
  /** What is done to the run while it goes on. */
  readonly meanwhile?: (run: Run) => void;
}

async function scan({ disk = DISK, options = {}, map, resume = false, meanwhile }: Life = {}) {
  const request = map === undefined ? null : { path: map, resume };
  const run = await Run.plan([await inspectTarget(disk)], options, request);
  const ended = run.scan();
  meanwhile?.(run);
  const [entry] = await ended;
  if (!hasResult(entry!)) throw entry!.error;
  return entry;
}

/** Once something is read. */
function stopMidway(run: Run): void {
  const isBegun = () => run.scans[0]!.progress().doneSectors > 0;
  void until('a reading', isBegun).then(() => run.stop());
}

const jsonOf = (result: Awaited<ReturnType<typeof scan>>) =>
  (runReport([result]).scans[0] as ScanJson).smart;

test('it is asked before the scan and after it, and what changed is told', async () => {
  witness.answers.push(reading(0), reading(8));
  const smart = jsonOf(await scan());
  expect(smart.changed).toEqual([{ name: 'Current_Pending_Sector', before: 0, after: 8 }]);
  expect(smart.before).toEqual({
    time: '2026-11-30T16:00:00.000Z',
    exit_status: 64,
    passed: true,
    temperature_c: 36,
    power_on_hours: 100,
    counters: { Reallocated_Sector_Ct: 0, Current_Pending_Sector: 0 },
  });
  expect(smart.after?.counters.Current_Pending_Sector).toBe(8);
  expect(smart.why_not).toBeNull();
});

describe('what is not known is told with its reason', () => {
  test('once, where it is one for both', async () => {
    witness.answers.push({ whyNot: 'no smartctl' }, { whyNot: 'no smartctl' });
    expect(jsonOf(await scan())).toEqual({
      before: null,
      after: null,
      changed: [],
      why_not: 'no smartctl',
    });
  });

  test('of each, where they differ', async () => {
    witness.answers.push({ whyNot: 'too slow' }, { whyNot: 'no rights' });
    expect(jsonOf(await scan()).why_not).toBe(
      'before the scan: too slow; after the scan: no rights',
    );
    witness.answers.push({ whyNot: 'too slow' }, reading(8));
    const smart = jsonOf(await scan());
    expect(smart.why_not).toBe('before the scan: too slow');
    expect(smart).toMatchObject({ before: null, changed: [] });
  });
});

test('with --smart off it is not asked', async () => {
  const smart = jsonOf(await scan({ options: { smart: 'off' } }));
  expect(smart.why_not).toBe('it was not to be asked (--smart off)');
  expect(witness.asked).toEqual([]);
});

test('a disk that left is not asked again', async () => {
  witness.answers.push(reading(0));
  const smart = jsonOf(await scan({ disk: 'sim:size=4000s,gone=3' }));
  expect(smart.before).not.toBeNull();
  expect(smart.why_not).toMatch(/^after the scan: the drive was not asked: .* left at LBA \d+/);
});

describe('a scan that is stopped', () => {
  test('while it is asked, waits for it no longer, and reads nothing', async () => {
    const never: Asked = ({ signal }) =>
      new Promise((resolve) => {
        signal?.addEventListener('abort', () => resolve({ whyNot: 'it was not waited for' }));
      });
    witness.answers.push(never, reading(0));
    const result = await scan({
      meanwhile: (run) =>
        void until('the question', () => witness.asked.length > 0).then(() => run.stop()),
    });
    expect(result.coverage.unread).toBe(4000);
    expect(result.smart.before).toEqual({ whyNot: 'it was not waited for' });
  });

  test('asks with little patience', async () => {
    witness.answers.push(reading(0), reading(0));
    const disk = 'sim:size=400000s,speed=1';
    await scan({ disk, meanwhile: stopMidway });
    expect(witness.asked).toMatchObject([{}, { limitMs: 2000 }]);
  });
});

test('that it is waited for is said after 5 s', async () => {
  let nowMs = 1000;
  vi.spyOn(performance, 'now').mockImplementation(() => nowMs);
  onTestFinished(() => void vi.restoreAllMocks());
  let answer = (_: SmartAnswer) => {};
  witness.answers.push(() => new Promise<SmartAnswer>((resolve) => (answer = resolve)));
  const asking = new SmartWitness(await contextOf('size=4000s'));
  const asked = asking.before();
  nowMs = 5999;
  expect(asking.caution).toBeNull();
  nowMs = 6000;
  expect(asking.caution).toBe('waiting for smartctl to answer');
  answer(reading(0));
  await asked;
  expect(asking.caution).toBeNull();
});

describe('a map', () => {
  test('keeps it, and a report of it tells the same', async () => {
    witness.answers.push(reading(0), reading(8));
    const map = scratchMap();
    const result = await scan({ map });
    const stored = await loadStoredScan(map);
    expect(stored.result.smart).toEqual(result.smart);
  });

  test('that goes on keeps what was said before its first run', async () => {
    const map = scratchMap();
    witness.answers.push(reading(0), reading(1));
    const disk = 'sim:size=400000s,speed=1';
    const first = await scan({ disk, map, meanwhile: stopMidway });
    expect(first.finished).toBeNull();
    witness.answers.push(reading(8));
    const second = await scan({ disk, map, resume: true });
    expect(second.smart.before).toEqual(reading(0));
    expect(second.smart.after).toEqual(reading(8));
    // Finished: nothing is read, and nobody is asked.
    const third = await scan({ disk, map, resume: true });
    expect(third.smart).toEqual(second.smart);
    expect(witness.asked).toHaveLength(3);
  });

  test('keeps the option', async () => {
    const map = scratchMap();
    const disk = 'sim:size=400000s,speed=1';
    const options: ScanOptions = { smart: 'off' };
    await scan({ disk, map, options, meanwhile: stopMidway });
    const second = await scan({ disk, map, resume: true });
    expect(jsonOf(second).why_not).toBe('it was not to be asked (--smart off)');
    expect(witness.asked).toEqual([]);
  });
});
