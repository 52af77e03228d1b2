// Disks so bad that their map has no room for all that was found: a map is never refused for it, and what
// it tells is never better than the truth.

import { expect, test } from 'vitest';
import { storedResult } from '../../src/engine/result-stored.ts';
import { blankMap } from '../../src/map-file/blank-map.ts';
import { type MapFindings, NO_FINDINGS } from '../../src/map-file/contents.ts';
import { reconcile } from '../../src/map-file/reconcile.ts';
import { countFindings } from '../../src/map-file/records.ts';
import { recover } from '../../src/map-file/recover.ts';
import { MapWriter } from '../../src/map-file/writer.ts';
import { sectorStates } from '../../src/report/sector-states.ts';
import type { BadValue } from '../../src/vocabulary/defects.ts';
import type { Extent } from '../../src/vocabulary/extents.ts';
import { Grid } from '../../src/vocabulary/grid.ts';
import { aHeader, anUpdate, aState, MemoryStorage } from '../unit/map-file/fixtures.ts';
import { toldBetter } from '../unit/map-file/told.ts';
import { Chance } from './chance.ts';
import { SEED } from './seed.ts';

const SECTORS = 8;
const GOOD = 100;
const UNC = 247;
const MOST = 2_000_000;

interface Drawn {
  readonly map: Uint8Array;
  readonly findings: MapFindings;
}

const FAILURE = { error: 'UNC', errno: 'EIO' } as const;
const BAD: BadValue = { ...FAILURE, exact: true, reads: 1 };

function blankOf(blocks: number): Uint8Array {
  return new Uint8Array(new SharedArrayBuffer(blocks)).fill(GOOD);
}

/** Every second block failed, and is not narrowed. */
function separate(failedBlocks: number): Drawn {
  const map = blankOf(2 * failedBlocks);
  const failed = Array.from({ length: failedBlocks }, (_, i) => {
    map[2 * i] = UNC;
    return { from: 2 * i * SECTORS, to: (2 * i + 1) * SECTORS, value: FAILURE };
  });
  return { map, findings: { ...NO_FINDINGS, failed } };
}

/** Dead pages of a die: every second sector. */
function alternating(badSectors: number): Drawn {
  const blocks = Math.ceil((2 * badSectors) / SECTORS);
  const map = blankOf(blocks).fill(UNC);
  const bad = Array.from({ length: badSectors }, (_, i) => ({
    from: 2 * i,
    to: 2 * i + 1,
    value: BAD,
  }));
  return { map, findings: { ...NO_FINDINGS, bad } };
}

/** Failed, bad and weak blocks in turns. */
function mixed(chance: Chance): Drawn {
  const map = blankOf(chance.between(200_000, MOST / 2));
  const failed: Extent<typeof FAILURE>[] = [];
  const bad: Extent<BadValue>[] = [];
  const weak: Extent<BadValue>[] = [];
  const goodTo = chance.between(1, 4);
  for (let block = 0; block < map.length; block += chance.between(1, goodTo)) {
    map[block] = UNC;
    const from = block * SECTORS;
    if (chance.once(4)) failed.push({ from, to: from + SECTORS, value: FAILURE });
    else if (chance.once(3)) {
      weak.push({ from, to: from + SECTORS, value: { ...BAD, exact: false, reads: 0 } });
    } else {
      const step = chance.between(2, 6);
      for (let at = 0; at < SECTORS; at += step) {
        bad.push({ from: from + at, to: from + at + 1, value: BAD });
      }
    }
  }
  return { map, findings: { ...NO_FINDINGS, failed, bad, weak } };
}

async function told({ map, findings }: Drawn, closed: boolean) {
  const storage = new MemoryStorage();
  const writer = await MapWriter.begin(storage, blankMap(aHeader(map.length), aState()));
  await writer.update(anUpdate(map, { findings, state: aState({ options: {} }) }));
  const { leftOut } = writer;
  await (closed ? writer.close() : writer.abandon());
  return { leftOut, contents: reconcile((await recover(storage)).contents) };
}

test.each<[string, Drawn | ((chance: Chance) => Drawn)]>([
  [`${MOST} failed blocks`, () => separate(MOST)],
  [`${MOST} bad sectors`, () => alternating(MOST)],
  ['a million and one, then as drawn', (chance) => separate(1_000_001 + chance.below(1000))],
  ['just more than there is room for', () => alternating(262_226)],
  ['a mixture', mixed],
])(
  `%s are told as bad as they are (SURFSCAN_SEED=${SEED})`,
  async (name, draw) => {
    const chance = new Chance(SEED, name.length);
    const drawn = typeof draw === 'function' ? draw(chance) : draw;
    const { map, findings } = drawn;
    const grid = new Grid(0, map.length * SECTORS, SECTORS);
    const { leftOut, contents } = await told(drawn, chance.once(2));
    expect(leftOut > 0).toBe(countFindings(findings) > 262_225);
    expect(toldBetter(findings, map, grid, contents)).toBeNull();
    const result = storedResult(contents);
    const { coverage } = result;
    expect(coverage.unread).toBe(0);
    expect(result.verdict).toBe('fail');
    const isSaid = result.notes.some((note) =>
      note.includes('more was found than the map has room'),
    );
    expect(isSaid).toBe(leftOut > 0);
    const sums = { unread: 0, failed: 0, bad: 0, good: 0 };
    for (const { from, to, state } of sectorStates({
      grid,
      map: contents.map,
      result,
      partitions: [],
    }))
      sums[state] += to - from;
    expect(sums).toMatchObject({ unread: 0, good: coverage.good });
    expect(sums.failed + sums.bad).toBe(coverage.bad);
  },
  300_000,
);
