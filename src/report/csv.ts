// A scan as a table: a line for each range of neighbouring blocks that fared alike. RFC 4180; lines
// come without their end.

import {
  CLASSES,
  type ClassName,
  classOfByte,
  type ErrorCode,
  errorOfByte,
  FIRST_ERROR_BYTE,
  FIRST_STEP,
  LAST_ERROR_BYTE,
  LAST_STEP,
  UNREAD_BYTE,
} from '../vocabulary/classes.ts';
import { defect } from '../vocabulary/errors.ts';
import type { Grid } from '../vocabulary/grid.ts';
import { stepEdgesNs } from '../vocabulary/latency-scale.ts';
import type { StoredScan } from './stored-scan.ts';

type BlockState = ClassName | ErrorCode | 'unread';

const HEADER = 'from,to,sectors,blocks,state,latency_from_ms,latency_below_ms';
const BLOCK_STATES: readonly BlockState[] = Array.from(
  { length: LAST_ERROR_BYTE + 1 },
  (_, byte) =>
    byte === UNREAD_BYTE
      ? 'unread'
      : byte < FIRST_ERROR_BYTE
        ? classOfByte(byte).name
        : errorOfByte(byte).code,
);
/** By byte: 1 … 6 the classes, else the byte itself (0 unread, 240 … 247 the errors): what decides where a
 * range ends. */
const GROUPS = Uint8Array.from(BLOCK_STATES, groupOf);

/**
 * The header, then a line a range: its first and last LBA, how many sectors and blocks it has, their
 * class, error or `unread` by their first reading, and the milliseconds that their latencies are
 * from and below: the edges of the map's steps, 8 % apart. Below is empty in the last step, up to 100 s
 * and more; both are where nothing was read. Throws ERR_DEFECT for a byte that is none of the map's.
 */
export function* csvLines({ grid, map }: StoredScan): Generator<string> {
  yield HEADER;
  for (let block = 0; block < grid.blocks; ) {
    const first = block;
    const group = GROUPS[map[first]!];
    let low = map[first]!;
    let high = low;
    for (; block < grid.blocks && GROUPS[map[block]!] === group; block++) {
      const byte = map[block]!;
      if (byte < low) low = byte;
      else if (byte > high) high = byte;
    }
    yield line(grid, first, block, low, high);
  }
}

/** Blocks [first, end). */
function line(grid: Grid, first: number, end: number, low: number, high: number): string {
  const state = BLOCK_STATES[low];
  if (state === undefined) throw defect(`report: block ${first} has the byte ${low}`);
  const [from, to] = [grid.startOf(first), grid.endOf(end - 1)];
  return `${from},${to - 1},${to - from},${end - first},${state},${latencies(low, high)}`;
}

function latencies(low: number, high: number): string {
  if (low < FIRST_STEP || high > LAST_STEP) return ',';
  const fromNs = low === FIRST_STEP ? 0 : stepEdgesNs[low]!; // the first step holds less, too
  const below = high === LAST_STEP ? '' : stepEdgesNs[high + 1]! / 1e6;
  return `${fromNs / 1e6},${below}`;
}

function groupOf(state: BlockState, byte: number): number {
  const index = CLASSES.findIndex(({ name }) => name === state);
  return index < 0 ? byte : index + 1;
}
