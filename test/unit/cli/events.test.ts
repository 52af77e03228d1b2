// `surfscan.event/1`, as a script sees it: written down once more on purpose.

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type RunEntry, SurfscanError } from '../../../src/api/common.ts';
import { EventOutput } from '../../../src/cli/event-output.ts';
import { ScanEvents } from '../../../src/cli/scan-events.ts';
import { WatchedFake } from './watched-scan.ts';

const SCHEMA = 'surfscan.event/1';

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 10, 22, 10) });
});
afterEach(() => {
  vi.useRealTimers();
});

function collected(mostWaiting?: number) {
  let text = '';
  const output = new EventOutput(
    true,
    async (more) => {
      text += more;
      return true;
    },
    mostWaiting,
  );
  return {
    output,
    events: () =>
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
  };
}

test('a disk from its start to its end', async () => {
  const { output, events } = collected();
  const scan = new WatchedFake();
  const told = new ScanEvents(output, [scan]);
  scan.enters('pass');
  scan.finds('failed', 256, { lastLba: 511, exact: false });
  vi.advanceTimersByTime(10_000);
  scan.enters('narrowing');
  for (const lba of [300, 301, 302]) scan.finds('bad', lba);
  const error = new SurfscanError('ERR_GONE', 'the disk left', { errno: 'ENXIO' });
  const entries: RunEntry[] = [{ device: scan.device, error }];
  told.ended(entries);
  await told.end(entries, 3);
  const head = (event: string, device: string | null = '/dev/sda', seconds = 10) => ({
    schema: SCHEMA,
    event,
    time: `2026-11-22T10:00:${String(seconds).padStart(2, '0')}.000Z`,
    device,
  });
  const defect = { ...head('defect'), error: 'UNC', latency_us: 612_000 };
  expect(events()).toEqual([
    {
      ...head('start', '/dev/sda', 0),
      kind: 'block',
      model: null,
      serial: null,
      sectors: 1_953_525_168,
      logical_bytes: 512,
      physical_bytes: 512,
      range: { from: 0, to: 1_953_525_167 },
    },
    { ...head('phase', '/dev/sda', 0), phase: 'pass' },
    {
      ...defect,
      time: '2026-11-22T10:00:01.000Z',
      kind: 'failed',
      from: 256,
      to: 511,
      exact: false,
    },
    {
      ...head('progress'),
      phase: 'pass',
      activity: 'running',
      phase_done: 0.341,
      done_sectors: 666_152_082,
      total_sectors: 1_953_525_168,
      lba: 666_152_082,
      bytes_per_s: 182e6,
      elapsed_s: 3600,
      remaining_s: 7212,
      bad: 3,
      weak: 0,
      slow: 0,
      failed_blocks: 0,
      wait: null,
      alarm: null,
    },
    { ...head('phase'), phase: 'narrowing' },
    { ...defect, kind: 'bad', from: 300, to: 302, exact: true },
    {
      ...head('disk_end'),
      verdict: 'incomplete',
      text: 'INCOMPLETE: the disk left',
      error: { code: 'ERR_GONE', errno: 'ENXIO', message: 'the disk left' },
    },
    { ...head('end', null), verdict: 'incomplete', status: 3, lost: 0 },
  ]);
});

test('progress comes each 10 s of each disk that is under way', async () => {
  const { output, events } = collected();
  const scans = [new WatchedFake('/dev/sda'), new WatchedFake('/dev/sdb')];
  const told = new ScanEvents(output, scans);
  vi.advanceTimersByTime(30_000);
  const error = new SurfscanError('ERR_GONE', 'the disk left');
  told.ended(scans.map(({ device }, i) => ({ device, error: i === 0 ? error : null })));
  vi.advanceTimersByTime(30_000);
  told.stop();
  vi.advanceTimersByTime(30_000);
  await output.settled();
  const progress = events().filter(({ event }) => event === 'progress');
  expect(progress.filter(({ device }) => device === '/dev/sda')).toHaveLength(3);
  expect(progress.filter(({ device }) => device === '/dev/sdb')).toHaveLength(6);
});

test('a hostile name is one line, and steers no terminal', async () => {
  let text = '';
  const output = new EventOutput(true, async (more) => {
    text += more;
    return true;
  });
  const path = '/dev/a\n{"event":"end"}\x1b[2J\u202e\u2028\x9b"';
  new ScanEvents(output, [new WatchedFake(path)]).stop();
  await output.settled();
  expect(text.trimEnd()).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}]/u);
  expect(JSON.parse(text).device).toBe(path);
});

describe('a reader', () => {
  test('that takes its time loses the newest, and they are counted', async () => {
    let release = () => {};
    const taken = new Promise<void>((resolve) => {
      release = resolve;
    });
    let text = '';
    const output = new EventOutput(
      true,
      async (more) => {
        await taken;
        text += more;
        return true;
      },
      3,
    );
    output.add('0\n');
    await Promise.resolve();
    for (let i = 1; i < 10; i++) output.add(`${i}\n`);
    release();
    await output.settled();
    expect([text, output.lost]).toEqual(['0\n1\n2\n3\n', 6]);
  });

  test('that went away is no error', async () => {
    let writes = 0;
    const output = new EventOutput(true, async () => {
      writes++;
      return false;
    });
    output.add('a\n');
    await output.settled();
    output.add('b\n');
    await output.settled();
    expect([writes, output.failed]).toEqual([1, false]);
  });
});
