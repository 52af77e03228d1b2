// What a scan goes on from: all that its map holds.

import { describe, expect, test } from 'vitest';
import { finishedOf, resumedOf } from '../../../src/engine/resumed.ts';
import { decodeState, encodeState } from '../../../src/map-file/state.ts';
import { aMap, aState, FINDINGS } from '../map-file/fixtures.ts';
import { BLOCKS, held } from './held-map.ts';

describe('what a map holds is gone on with', () => {
  test('every finding of it', () => {
    const { findings } = resumedOf(held());
    const { disturbed: _, ...kept } = FINDINGS;
    expect(findings.toKeep()).toEqual(kept);
  });

  test('what is not kept one by one is counted', () => {
    expect(resumedOf(held({ slowNotKept: 7 })).findings.slowNotKept).toBe(7);
  });

  test('its bytes, counted', () => {
    const { map, previous } = resumedOf(held());
    expect(map).toEqual(aMap(BLOCKS));
    expect(previous.tally[247]).toBe(1);
    expect(previous.tally.reduce((sum, count) => sum + count)).toBe(BLOCKS);
  });

  test('how much the drive had to correct, which a rule may be about', () => {
    const { findings } = resumedOf(held({ recoveredSectors: 5 }));
    expect([findings.recoveredSectors, findings.recovered.items]).toEqual([5, []]);
    const state = decodeState(encodeState({ ...held().state, recoveredSectors: 5 }, 10_000));
    expect(state.recoveredSectors).toBe(5);
    expect(resumedOf(held()).findings.recoveredSectors).toBe(0);
  });

  test('what was noted, then what is to be said of it now', () => {
    const contents = held({ notes: ['kept'] }, { notes: ['recovered'] });
    expect(resumedOf(contents, ['now']).notes).toEqual(['kept', 'recovered', 'now']);
  });

  test('why it ended only where it had ended: else it is on its way again', () => {
    const endNotes = ['narrowing stopped'];
    const finished = '2026-11-22T11:00:00.000Z';
    expect(resumedOf(held({ endNotes, complete: true, finished })).endNotes).toEqual(endNotes);
    expect(resumedOf(held({ endNotes, complete: false, finished: null })).endNotes).toEqual([]);
  });

  test.each([
    [null, false, null],
    [null, true, []],
    [[[3, 10e6, 11e6, null]], false, [[3, 10e6, 11e6, null]]],
  ] as const)('slow zones %j, complete: %s', (rereadZones, complete, zones) => {
    const { previous } = resumedOf(held({ rereadZones, complete }));
    const told = previous.rereadZones === null ? null : [...previous.rereadZones];
    expect(
      told?.map(([index, { bytesPerSecond, againBytesPerSecond, expectedBytesPerSecond }]) => [
        ...[index, bytesPerSecond, againBytesPerSecond, expectedBytesPerSecond],
      ]) ?? null,
    ).toEqual(zones);
  });

  test('it was finished where it was complete', () => {
    const finished = '2026-11-22T11:00:00.000Z';
    expect(finishedOf(aState({ complete: true, finished }))).toEqual(new Date(finished));
    expect(finishedOf(aState({ complete: false, finished }))).toBeNull();
    expect(finishedOf(aState({ complete: true, finished: null }))).toBeNull();
  });
});
