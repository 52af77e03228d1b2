// The figures of events: what is rounded, what is left as it is, what is null.

import { describe, expect, test } from 'vitest';
import { SurfscanError } from '../../../src/index.ts';
import {
  defectEvent,
  diskEndEvent,
  endEvent,
  eventLine,
  phaseEvent,
  progressEvent,
  startEvent,
} from '../../../src/report/event-json.ts';
import { Grid } from '../../../src/vocabulary/grid.ts';
import { WatchedFake } from '../cli/watched-scan.ts';
import { aResult } from './a-result.ts';

describe('progress', () => {
  const told = (change = {}) => {
    return progressEvent('/dev/sda', { ...new WatchedFake().now, ...change });
  };

  test.each([
    ['bytes_per_s', { bytesPerSecondNow: 1.5 }, 2],
    ['bytes_per_s', { bytesPerSecondNow: 1.4 }, 1],
    ['phase_done', { phaseDone: 0.123_456_78 }, 0.123_457],
    ['elapsed_s', { elapsedSeconds: 1.234_56 }, 1.235],
    ['remaining_s', { remainingSeconds: 9.876_54 }, 9.877],
    ['remaining_s', { remainingSeconds: 0 }, 0],
    ['remaining_s', { remainingSeconds: null }, null],
    ['wait', { wait: null }, null],
    ['wait', { wait: { lba: 7, seconds: 5.678 } }, { lba: 7, seconds: 5.7 }],
  ])('%s of %o: %o', (name, change, expected) => {
    expect(told(change)[name]).toEqual(expected);
  });

  test('what stands where', () => {
    expect(
      told({
        phase: 'narrowing',
        activity: 'paused',
        doneSectors: 1,
        totalSectors: 2,
        currentLba: 3,
        badSectors: 4,
        weakSectors: 5,
        slowBlocks: 6,
        failedBlocksLeft: 7,
        alarm: 'the map cannot be written',
      }),
    ).toMatchObject({
      event: 'progress',
      device: '/dev/sda',
      phase: 'narrowing',
      activity: 'paused',
      done_sectors: 1,
      total_sectors: 2,
      lba: 3,
      bad: 4,
      weak: 5,
      slow: 6,
      failed_blocks: 7,
      alarm: 'the map cannot be written',
    });
  });
});

test('a start: the range has both ends in it', () => {
  const { device } = aResult();
  const grid = new Grid(100, 200, 8);
  expect(startEvent({ device, grid } as never)).toMatchObject({
    event: 'start',
    device: device.path,
    sectors: device.sectors,
    logical_bytes: 512,
    physical_bytes: 4096,
    range: { from: 100, to: 199 },
  });
});

test('a defect: microseconds to a tenth, or none', () => {
  const defect = { kind: 'bad', firstLba: 1, lastLba: 2, error: 'UNC', exact: true } as const;
  expect(defectEvent('d', { ...defect, latencyMs: 1.234_56 }).latency_us).toBe(1234.6);
  expect(defectEvent('d', { ...defect, latencyMs: null }).latency_us).toBeNull();
  expect(defectEvent('d', { ...defect, latencyMs: 0 })).toEqual({
    event: 'defect',
    device: 'd',
    kind: 'bad',
    from: 1,
    to: 2,
    error: 'UNC',
    exact: true,
    latency_us: 0,
  });
});

describe('the end of a disk', () => {
  const error = new SurfscanError('ERR_MAP', 'the map is full', { errno: 'ENOSPC' });
  const facts = { code: 'ERR_MAP', errno: 'ENOSPC', message: 'the map is full' };

  test('with a result, and what the scan or its map was in trouble with', () => {
    const told = diskEndEvent(aResult({ elapsedSeconds: 1.234_56, bytesPerSecond: 1.5 }));
    expect(told).toMatchObject({ elapsed_s: 1.235, bytes_per_s: 2, verdict: aResult().verdict });
    expect(told).not.toHaveProperty('error');
    expect(diskEndEvent(aResult({ mapTrouble: error })).error).toEqual(facts);
    const gone = { code: 'ERR_GONE', errno: null, message: 'it left' } as const;
    expect(diskEndEvent(aResult({ mapTrouble: error, trouble: gone })).error).toEqual(gone);
  });

  test('without one: whatever it was, incomplete', () => {
    const { device } = aResult();
    expect(diskEndEvent({ device, error })).toEqual({
      event: 'disk_end',
      device: device.path,
      verdict: 'incomplete',
      text: 'INCOMPLETE: the map is full',
      error: facts,
    });
    expect(diskEndEvent({ device, error: null })).toEqual({
      event: 'disk_end',
      device: device.path,
      verdict: 'incomplete',
      text: 'INCOMPLETE: not scanned',
    });
  });
});

test('a phase, the end of all, and the line of it', () => {
  expect(phaseEvent('d', 'pass')).toEqual({ event: 'phase', device: 'd', phase: 'pass' });
  const end = endEvent([aResult({ verdict: 'fail' }), aResult({ verdict: 'pass' })], 1, 3);
  expect(end).toEqual({ event: 'end', device: null, verdict: 'fail', status: 1, lost: 3 });
  expect(eventLine(end, new Date(Date.UTC(2026, 0, 2)))).toBe(
    '{"schema":"surfscan.event/1","event":"end","time":"2026-01-02T00:00:00.000Z","device":null,' +
      '"verdict":"fail","status":1,"lost":3}\n',
  );
});
