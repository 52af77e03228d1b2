// What became of each sector of the disk, as few ranges: the map's bytes say what was read, the
// list of bad sectors what of it failed.

import { UNREAD_BYTE } from '../vocabulary/classes.ts';
import { defect } from '../vocabulary/errors.ts';
import type { LbaRange } from '../vocabulary/ranges.ts';
import type { StoredScan } from './stored-scan.ts';

/** `failed`: of a failed block that was not narrowed. `good`: weak ones, too. */
export type SectorState = 'unread' | 'failed' | 'bad' | 'good';

export interface SectorRange extends LbaRange {
  readonly state: SectorState;
}

/**
 * The whole disk from LBA 0 to its end, also around the scanned range; no range is empty, neighbours
 * differ. Throws ERR_DEFECT where sectors are called bad that were never read.
 */
export function* sectorStates(scan: StoredScan): Generator<SectorRange> {
  let [from, to, state]: [number, number, SectorState] = [0, 0, 'unread'];
  for (const piece of pieces(scan)) {
    if (piece.from === piece.to) continue;
    if (piece.state !== state) {
      if (to > from) yield { from, to, state };
      ({ from, state } = piece);
    }
    to = piece.to;
  }
  yield { from, to, state };
}

/** What was read, with the bad sectors laid over it. */
function* pieces(scan: StoredScan): Generator<SectorRange> {
  const { bad } = scan.result;
  let next = 0;
  for (const run of readings(scan)) {
    let reachedLba = run.from;
    for (; next < bad.length && bad[next]!.from < run.to; next++) {
      const { from, to, value } = bad[next]!;
      if (run.state === 'unread' || from < reachedLba || to > run.to) {
        throw defect(`report: sectors ${from} to ${to - 1} are called bad, but not all were read`);
      }
      yield { from: reachedLba, to: from, state: run.state };
      yield { from, to, state: value.exact ? 'bad' : 'failed' };
      reachedLba = to;
    }
    yield { ...run, from: reachedLba };
  }
}

/** Runs of blocks that were read, or were not, and what lies around the scanned range. */
function* readings({ grid, map, result }: StoredScan): Generator<SectorRange> {
  yield { from: 0, to: grid.fromLba, state: 'unread' };
  for (let block = 0; block < grid.blocks; ) {
    const first = block;
    const unread = map[first] === UNREAD_BYTE;
    while (block < grid.blocks && (map[block] === UNREAD_BYTE) === unread) block++;
    const state = unread ? 'unread' : 'good';
    yield { from: grid.startOf(first), to: grid.endOf(block - 1), state };
  }
  yield { from: grid.toLba, to: result.device.sectors, state: 'unread' };
}
