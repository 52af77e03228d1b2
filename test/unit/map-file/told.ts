// What a map tells of a disk's sectors, beside what was found: never better, and what is exact is true.

import type { MapContents, MapFindings } from '../../../src/map-file/contents.ts';
import { FIRST_ERROR_BYTE, UNREAD_BYTE } from '../../../src/vocabulary/classes.ts';
import type { Grid } from '../../../src/vocabulary/grid.ts';
import type { LbaRange } from '../../../src/vocabulary/ranges.ts';

const GOOD = 0;
const UNREAD = 1;
const FAILED = 2;
const EXACT = 3;

/** A byte a sector of the grid. */
export function statesOf(findings: MapFindings, map: Uint8Array, grid: Grid): Uint8Array {
  const states = new Uint8Array(grid.toLba - grid.fromLba);
  const mark = ({ from, to }: LbaRange, state: number) =>
    states.fill(state, from - grid.fromLba, to - grid.fromLba);
  for (const item of findings.failed) mark(item, FAILED);
  for (const item of findings.bad) mark(item, item.value.exact ? EXACT : FAILED);
  for (let block = 0; block < grid.blocks; block++) {
    const range = { from: grid.startOf(block), to: grid.endOf(block) };
    if (map[block] === UNREAD_BYTE) mark(range, UNREAD);
  }
  return states;
}

/** The first sector of which less than the truth is told, in words; null: there is none. */
export function toldBetter(
  found: MapFindings,
  map: Uint8Array,
  grid: Grid,
  told: MapContents,
): string | null {
  const was = statesOf(found, map, grid);
  const is = statesOf(told.findings, told.map, grid);
  const weak = Buffer.alloc(was.length);
  for (const { from, to } of told.findings.weak)
    weak.fill(1, from - grid.fromLba, to - grid.fromLba);
  for (let i = 0; i < was.length; i++) {
    const lba = grid.fromLba + i;
    const byte = map[grid.blockOf(lba)]!;
    const isWorse = is[i] === UNREAD || (is[i] === FAILED && byte >= FIRST_ERROR_BYTE);
    if (is[i] !== was[i] && !(isWorse && was[i] !== UNREAD)) {
      return `sector ${lba} of byte ${byte} was ${was[i]} and is told as ${is[i]}`;
    }
  }
  for (const { from, to } of found.weak) {
    for (let lba = from; lba < to; lba++) {
      const i = lba - grid.fromLba;
      if (is[i] === GOOD && weak[i] === 0 && was[i] === GOOD)
        return `weak sector ${lba} is told as good`;
    }
  }
  return null;
}
