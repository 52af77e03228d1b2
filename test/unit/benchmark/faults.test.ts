// Disks that fail, leave or hang while they are measured.

import { describe, expect, test } from 'vitest';
import type { BenchResult } from '../../../src/index.ts';
import { until } from '../../rig/system.ts';
import { benchSim, plannedRun } from './bench-sim.ts';

describe('reads that fail', () => {
  test('are counted and named, and others are tried', async () => {
    const { sequential, random, notes, complete, trouble } = await benchSim('bad=100', {
      seconds: 10,
    });
    expect([complete, trouble]).toEqual([true, null]);
    expect(sequential!.zones.map(({ index }) => index)).toHaveLength(sequential!.zonesPlanned);
    // The first zone went on a third of its way further down.
    expect(sequential!.zones[0]!.firstLba).toBeGreaterThan(1_953_125_000 / 60);
    expect(random).toHaveLength(6);
    expect(notes.at(-1)).toBe('1 read failed (UNC 1), and another was tried: LBA 0-2047');
  });

  test('in a warm-up only are told as well', async () => {
    const { notes } = await benchSim('size=1MiB,kind=ssd,weak=0-2047@1', { seconds: 1 });
    expect(notes.join()).toMatch(/reads? failed \(UNC/);
  });

  test('everywhere leave no figures, and no false ones', async () => {
    const result = await benchSim('bad=0-1953124999', { seconds: 20 });
    expect(result).toMatchObject({ sequential: null, random: [], accessUs: null, trouble: null });
    expect(result.burstBytesPerSecond).toBeNull();
    expect(result.notes.join()).toMatch(/(\d+) of \1 zones could not be read/);
    expect(result.notes.filter((note) => note.endsWith('no read succeeded'))).toHaveLength(9);
  });

  test('in a queue take their time from the others, and that is said', async () => {
    const { notes } = await benchSim('size=1GB,bad=0-199999@20', { seconds: 10 });
    const said = notes.filter((note) => note.endsWith('they waited for others that failed'));
    expect(said).toEqual([
      'random reads of 4 KiB x 4: they waited for others that failed',
      'random reads of 4 KiB x 32: they waited for others that failed',
    ]);
  });

  test('in a row, IO each, everywhere: the disk has left', async () => {
    const { trouble, notes, complete } = await benchSim('bad=0-1953124999/IO', { seconds: 5 });
    expect(trouble).toMatchObject({ code: 'ERR_GONE' });
    expect(trouble!.message).toMatch(/left: it answers every read with an error/);
    expect(complete).toBe(false);
    // Nothing says that it was the disk's sectors.
    expect(notes.join()).not.toMatch(/failed/);
  });

  test('in a row, IO each, on half of the disk: the other half is measured', async () => {
    const result = await benchSim('bad=0-976562499/IO', { seconds: 10 });
    expect(result.trouble).toBeNull();
    expect(result.sequential!.zones.length).toBeGreaterThan(5);
    expect(result.sequential!.zones[0]!.firstLba).toBeGreaterThanOrEqual(976_000_000);
    expect(result.random).toHaveLength(6);
    expect(result.notes.join()).toMatch(/reads failed \(IO \d+\)/);
  });

  test('where the burst is measured: another block', async () => {
    const blocks = 16;
    const most = Array.from({ length: blocks - 2 }, (_, i) => `bad=${i * 256}`);
    const { burstBytesPerSecond } = await benchSim(`size=2MiB,${most.join()}`, { seconds: 10 });
    expect(burstBytesPerSecond! / 1e6).toBeGreaterThan(400);
  });
});

describe('a disk that', () => {
  test('is gone at once has nothing to say', async () => {
    const result = await benchSim('gone=0', { seconds: 2 });
    expect(result).toMatchObject({ sequential: null, random: [], complete: false });
    expect(result.trouble).toMatchObject({ code: 'ERR_GONE' });
  });

  test('leaves keeps what was measured until then', async () => {
    const whole = await benchSim('kind=hdd', { seconds: 10 });
    const part = await benchSim('kind=hdd,gone=400', { seconds: 10 });
    expect(part.trouble!.message).toMatch(/^sim:kind=hdd,gone=400 left at LBA \d+/);
    expect(part.complete).toBe(false);
    const count = part.sequential!.zones.length;
    expect(count).toBeGreaterThan(0);
    expect(count).toBeLessThan(whole.sequential!.zones.length);
    const { zones } = whole.sequential!;
    expect(part.sequential!.zones).toEqual(zones.slice(0, count));
    expect(part.random).toEqual([]);
  });

  test('does not answer for half a minute hangs', async () => {
    const { trouble, random } = await benchSim('hang=1000@31000', { seconds: 5 });
    expect(trouble).toMatchObject({ code: 'ERR_HUNG' });
    expect(trouble!.message).toMatch(/no answer for 30 s at LBA 0$/);
    expect(random).toEqual([]);
  });

  test('answers just before that does not', async () => {
    const { trouble, sequential } = await benchSim('hang=1000@29000', { seconds: 60 });
    expect(trouble).toBeNull();
    expect(sequential!.zones.length).toBeGreaterThan(10);
  });

  test('does not answer in real time can be left', async () => {
    const run = await plannedRun(['hang=1000@29000,speed=1', 'kind=ssd'], { seconds: 5 });
    const ending = run.run();
    await until('the read is out', () => run.benches[0]!.progress().wait !== null);
    run.stop();
    run.stop();
    const [first, second] = await ending;
    expect(first).toMatchObject({ complete: false, sequential: null, trouble: null });
    expect((first as BenchResult).notes.join()).toMatch(
      /stopped before the end.*left while a read was still unanswered/,
    );
    expect(second).toEqual({ device: run.benches[1]!.device, error: null });
    expect([run.leftReadBehind, run.stopped]).toEqual([true, true]);
  });
});

test('stopped, it keeps what was measured', async () => {
  const run = await plannedRun(['kind=hdd,speed=1'], { seconds: 20 });
  const ending = run.run();
  await until('zones', () => run.benches[0]!.progress().zonesDone > 2);
  run.stop();
  const [entry] = await ending;
  const result = entry as BenchResult;
  expect(result.complete).toBe(false);
  expect(result.sequential!.zones.length).toBeGreaterThan(2);
  expect(result.notes.at(-1)).toBe('stopped before the end');
});

test('several disks are measured one after the other', async () => {
  const run = await plannedRun(['kind=hdd,speed=8', 'kind=ssd,speed=8'], { seconds: 4 });
  const seen = new Set<string>();
  const looking = setInterval(() => {
    seen.add(run.benches.map((bench) => bench.progress().activity).join());
  }, 5);
  const entries = await run.run();
  clearInterval(looking);
  const both = [...seen].filter((states) => states.includes('running'));
  expect(both).toEqual(['running,waiting', 'ended,running']);
  expect(entries.map(({ device }) => device.path)).toEqual([
    'sim:kind=hdd,speed=8',
    'sim:kind=ssd,speed=8',
  ]);
});

test('the same disk twice is a usage error', async () => {
  await expect(plannedRun(['kind=hdd', 'kind=hdd'])).rejects.toMatchObject({ code: 'ERR_USAGE' });
});
