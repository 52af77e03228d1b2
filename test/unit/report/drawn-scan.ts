// Any small scan: what each sector came to, drawn sector by sector, and the map and lists that say so.

import fc from 'fast-check';
import { Grid, type StoredScan } from '../../../src/index.ts';
import type { SectorState } from '../../../src/report/sector-states.ts';
import { exact, failed, stored } from './stored.ts';

export interface DrawnScan {
  readonly scan: StoredScan;
  /** By LBA, of the whole disk: what the reports must say. */
  readonly truth: readonly SectorState[];
}

const UNC = 247;

/** How a block came out, and for one whose failure was narrowed, which of its sectors are bad. */
const block = fc.oneof(
  fc.constant({ kind: 'unread' as const }),
  fc.record({ kind: fc.constant('good' as const), step: fc.integer({ min: 1, max: 239 }) }),
  fc.constant({ kind: 'failed' as const }),
  // None bad: weak. The mask repeats over the block.
  fc.record({ kind: fc.constant('narrowed' as const), mask: fc.nat(255) }),
);

export const drawnScan: fc.Arbitrary<DrawnScan> = fc
  .record({
    sectors: fc.integer({ min: 1, max: 120 }),
    ends: fc.tuple(fc.nat(119), fc.nat(119)),
    blockSectors: fc.integer({ min: 1, max: 40 }),
    blocks: fc.array(block, { minLength: 120, maxLength: 120, size: 'max' }),
    logicalBytes: fc.constantFrom(512, 4096),
  })
  .map(({ sectors, ends, blockSectors, blocks, logicalBytes }) => {
    const [a, b] = ends.map((lba) => lba % sectors) as [number, number];
    const range: [number, number] = [Math.min(a, b), Math.max(a, b) + 1];
    const grid = new Grid(...range, blockSectors);
    const truth: SectorState[] = new Array(sectors).fill('unread');
    const bytes: number[] = [];
    for (let index = 0; index < grid.blocks; index++) {
      const drawn = blocks[index]!;
      bytes.push(drawn.kind === 'unread' ? 0 : drawn.kind === 'good' ? drawn.step : UNC);
      for (let lba = grid.startOf(index); lba < grid.endOf(index); lba++) {
        const isBad = drawn.kind === 'narrowed' && ((drawn.mask >> (lba % 8)) & 1) === 1;
        truth[lba] = isBad ? 'bad' : drawn.kind === 'narrowed' ? 'good' : drawn.kind;
      }
    }
    const bad = runs(truth).flatMap(({ from, to, state }) =>
      state === 'bad' ? [exact(from, to)] : state === 'failed' ? [failed(from, to)] : [],
    );
    return { scan: stored({ sectors, logicalBytes, range, blockSectors, bytes, bad }), truth };
  });

/** [from, to) */
export function runs(truth: readonly SectorState[]) {
  const found: { from: number; to: number; state: SectorState }[] = [];
  for (const [lba, state] of truth.entries()) {
    const last = found.at(-1);
    if (last?.state === state) last.to = lba + 1;
    else found.push({ from: lba, to: lba + 1, state });
  }
  return found;
}
