// A scan stands still while its disk is too hot, and tells it.

import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Run, ScanOptions } from '../../../src/index.ts';
import type { Temperature } from '../../../src/smart/thermometer.ts';
import { until } from '../../rig/system.ts';
import { runOf, scanned } from './paced-runs.ts';

const sensor = vi.hoisted(() => ({ now: 30 as unknown, looks: 0 }));
vi.mock('../../../src/smart/thermometer.ts', () => ({
  openThermometer: async () => ({
    everyMs: 20,
    look: async () => {
      sensor.looks++;
      return sensor.now;
    },
  }),
}));
const measure = (temperature: Temperature) => {
  sensor.now = temperature;
};

beforeEach(() => {
  measure(30);
  sensor.looks = 0;
});

// Two minutes of its own clock: whatever the machine does, it does not end by itself.
const DISK = 'size=1200MB,kind=hdd,speed=0.05';
const OPTIONS: ScanOptions = { maxTempC: 50 };
const done = (run: Run) => run.scans[0]!.progress().doneSectors;
const alarm = (run: Run) => run.scans[0]!.progress().alarm;

async function looksLater(count = 3): Promise<void> {
  const from = sensor.looks;
  await until('more looks', () => sensor.looks >= from + count);
}

/** Once what is out has come back. */
async function standsStill(run: Run): Promise<void> {
  for (let before = -1; before !== done(run); ) {
    before = done(run);
    await looksLater(20);
  }
}

async function stopped(run: Run, scanning: ReturnType<Run['scan']>) {
  run.stop();
  return scanned(scanning);
}

test('it stands still while it is hot, says so, and goes on when it is 5 below', async () => {
  const run = await runOf(DISK, OPTIONS);
  const scanning = run.scan();
  await until('a reading', () => done(run) > 0);
  measure(50);
  await looksLater();
  expect(alarm(run)).toBeNull();
  measure(50.6);
  await until('the pause', () => alarm(run) !== null);
  expect(alarm(run)).toBe(
    'paused: the disk is at 51 °C, and --max-temp is 50; it goes on at 45 °C',
  );
  await standsStill(run);
  const { elapsedSeconds } = run.scans[0]!.progress();
  measure(46);
  await looksLater();
  expect(run.scans[0]!.progress().elapsedSeconds).toBe(elapsedSeconds);
  const stood = done(run);
  measure(45);
  await until('it going on', () => done(run) > stood);
  expect(alarm(run)).toBeNull();
  const { notes } = await stopped(run, scanning);
  const note = notes.find((each) => each.startsWith('paused'));
  expect(note).toMatch(
    /^paused once, .* in all, as the disk was hotter than 50 °C: 51 °C at most$/,
  );
});

test('it does not begin on a disk that is hot', async () => {
  measure(70);
  const run = await runOf(DISK, OPTIONS);
  const scanning = run.scan();
  await looksLater(10);
  expect(done(run)).toBe(0);
  expect(run.scans[0]!.progress().elapsedSeconds).toBe(0);
  measure(30);
  await until('a reading', () => done(run) > 0);
  await stopped(run, scanning);
});

test('who stops it does not wait for it to cool', async () => {
  measure(70);
  const run = await runOf(DISK, OPTIONS);
  const scanning = run.scan();
  await looksLater();
  const { coverage, notes } = await stopped(run, scanning);
  expect(coverage.unread).toBe(coverage.total);
  expect(notes.join()).toContain('hotter than 50 °C: 70 °C at most');
});

describe('two who pause', () => {
  test('the user’s pause outlasts the heat, and the heat the user’s', async () => {
    const run = await runOf(DISK, OPTIONS);
    const scanning = run.scan();
    await until('a reading', () => done(run) > 0);
    measure(60);
    await until('the pause', () => alarm(run) !== null);
    run.pause();
    measure(30);
    await until('its end', () => alarm(run) === null);
    await standsStill(run);
    measure(60);
    await until('the pause', () => alarm(run) !== null);
    run.resume();
    expect(run.paused).toBe(false);
    await standsStill(run);
    measure(30);
    const stood = done(run);
    await until('it going on', () => done(run) > stood);
    const { notes } = await stopped(run, scanning);
    expect(notes.join()).toContain('paused 2 times');
  });
});

test('where it is not known, the scan goes on, and says that it cannot be kept', async () => {
  measure(60);
  const run = await runOf(DISK, OPTIONS);
  const scanning = run.scan();
  await until('the pause', () => alarm(run)?.startsWith('paused') === true);
  measure({ whyNot: 'its sensor \u001b[2J is gone' });
  await until('a reading', () => done(run) > 0);
  const said = '--max-temp 50 cannot be kept: its sensor ?[2J is gone';
  expect(alarm(run)).toBe(said);
  const { notes } = await stopped(run, scanning);
  expect(notes).toContain(said);
  // What has ended is cautioned of nothing.
  expect(alarm(run)).toBeNull();
});

test('what is known again is cautioned of no more', async () => {
  measure({ whyNot: 'its sensor is gone' });
  const run = await runOf(DISK, OPTIONS);
  const scanning = run.scan();
  await until('the caution', () => alarm(run) !== null);
  measure(50);
  await looksLater();
  expect(alarm(run)).toBeNull();
  await stopped(run, scanning);
});

test('without a limit nobody looks', async () => {
  const run = await runOf('size=4000s', {});
  await scanned(run.scan());
  expect(sensor.looks).toBe(0);
});
